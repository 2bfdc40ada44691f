/**
 * The subgraph under the rules of Apollo Federation, by the routers' own composers: neither an error nor a warning.
 *
 * Of Apollo's subgraph compatibility list, these do not apply: a composite `@key` (a session has two keys of one
 * field each), `@requires`, `@provides` and `@external` in the gateway itself (no field of its own needs another
 * subgraph's), and federated tracing (an extension of the answer that only Apollo reads).
 */
import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { type Composer, checkWithCosmo, compose, composers } from '../../examples/supergraph/compose.ts';
import { readDeploymentsSdl } from '../../examples/supergraph/deployments.ts';

const sdl = await readFile(new URL('../../src/schema/federation/subgraph.graphql', import.meta.url), 'utf8');
const deploymentsSdl = await readDeploymentsSdl();

/** The supergraph of the gateway and other subgraphs. */
function composeWith(composer: Composer, others: readonly string[], own = sdl): string {
  const named = others.map((text, i) => ({ name: `other${i}`, url: 'http://other', sdl: text }));
  return compose(composer, [{ name: 'checkly', url: 'http://checkly', sdl: own }, ...named]);
}

function link(...imports: string[]): string {
  const names = imports.map((name) => `"@${name}"`).join(', ');
  return `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [${names}])\n`;
}

/** The lines of one type. */
function typeOf(supergraph: string, name: string): string {
  return new RegExp(`^(?:type|interface) ${name}\\b[^]*?^}`, 'm').exec(supergraph)?.[0] ?? '';
}

describe.each(composers)("%s's composer", (composer) => {
  test('takes it alone, and beside the example', () => {
    expect(composeWith(composer, [])).toContain('type TestSession');
    expect(typeOf(composeWith(composer, [deploymentsSdl]), 'TestSession')).toContain(
      'deployment: Deployment',
    );
  });

  test('sees both keys of a session: @key', () => {
    const type = typeOf(composeWith(composer, []), 'TestSession');
    expect(type).toContain('key: "id"');
    expect(type).toContain('key: "sessionId"');
  });

  test('joins the stubs with the subgraphs that know more of them, and does not ask the gateway for them', () => {
    const projects = `${link('key')} type ChecklyProject @key(fields: "id") { id: ID! repository: String }`;
    const type = typeOf(composeWith(composer, [projects]), 'ChecklyProject');
    expect(type).toMatch(/graph: CHECKLY, key: "id",( extension: false,)? resolvable: false/);
    expect(type).toContain('repository: String');
  });

  test('joins the account, whose name the gateway knows, with the subgraphs that know more of it', () => {
    const type = typeOf(composeWith(composer, [deploymentsSdl]), 'ChecklyAccount').replaceAll(/\s+/g, ' ');
    expect(type).toMatch(/ name: String @join__field\(graph: CHECKLY\)/);
    expect(type).toMatch(/ team: String @join__field\(graph: OTHER0\)/);
  });

  test('gives the name of an account that another subgraph leads to', () => {
    const teams = `${link('key')}
      type Query { teams: [Team!]! } type Team { accounts: [ChecklyAccount!]! }
      type ChecklyAccount @key(fields: "id") { id: ID! }`;
    expect(typeOf(composeWith(composer, [teams]), 'Team')).toContain('accounts: [ChecklyAccount!]!');
  });

  test('takes another Relay subgraph beside it: @shareable on PageInfo, and no node field to collide with', () => {
    const relay = `${link('shareable')}
      type Query { node(id: ID!): Node  things(first: Int): ThingConnection! }
      interface Node { id: ID! }
      type Thing implements Node { id: ID! }
      type ThingEdge { cursor: String! node: Thing }
      type ThingConnection { edges: [ThingEdge!]! pageInfo: PageInfo! }
      type PageInfo @shareable { hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String }`;
    expect(composeWith(composer, [relay])).toContain('ThingConnection');
  });

  test('carries the nullability on: @link and @composeDirective', () => {
    const supergraph = composeWith(composer, [deploymentsSdl]);
    expect(supergraph).toContain('@link(url: "https://specs.apollo.dev/nullability/v0.4"');
    expect(typeOf(supergraph, 'TestSession')).toMatch(/region: String .*@semanticNonNull/);
  });

  test('carries the prices on: @listSize and @cost', () => {
    const query = typeOf(composeWith(composer, [deploymentsSdl]), 'Query').replaceAll(/\s+/g, ' ');
    expect(query).toMatch(/testSessions\(.*\): TestSessionConnection .*@cost\(weight: 5\)/);
    expect(query).toMatch(/@listSize\([^)]*sizedFields: \["edges", "nodes"\]/);
  });

  test('lets a team tag it: @tag', () => {
    const own = sdl
      .replace('"@key", ', '"@key", "@tag", ')
      .replace(/^type TestSession implements Node/m, '$& @tag(name: "ci")');
    expect(typeOf(composeWith(composer, [], own), 'TestSession')).toContain('@tag(name: "ci")');
  });

  test('lets a team hide parts of it: @inaccessible', () => {
    const own = sdl
      .replace('"@key", ', '"@key", "@inaccessible", ')
      .replace(/^ {2}region: String/m, '$& @inaccessible');
    expect(typeOf(composeWith(composer, [], own), 'TestSession')).toMatch(/region: String .*@inaccessible/);
  });

  test('lets another subgraph take a field over: @override', () => {
    const names = `${link('key', 'override')}
      type TestSession @key(fields: "id") { id: ID! environment: String @override(from: "checkly") }`;
    const type = typeOf(composeWith(composer, [names]), 'TestSession');
    expect(type).toMatch(/environment: String .*override: "checkly"/);
  });

  test("lets another subgraph reckon with a session's fields: @external and @requires", () => {
    const flaky = `${link('key', 'external', 'requires')}
      type TestSession @key(fields: "sessionId") {
        sessionId: ID!
        durationMs: Float @external
        isSlow: Boolean! @requires(fields: "durationMs")
      }`;
    expect(typeOf(composeWith(composer, [flaky]), 'TestSession')).toContain('requires: "durationMs"');
  });

  test('takes subgraphs with interfaces as entities beside it: @interfaceObject', () => {
    const media = `${link('key')}
      type Query { check(id: ID!): MonitorLike }
      interface MonitorLike @key(fields: "id") { id: ID! }
      type Monitor implements MonitorLike @key(fields: "id") { id: ID! lastSession: TestSession }
      type TestSession @key(fields: "sessionId", resolvable: false) { sessionId: ID! }`;
    const owners = `${link('key', 'interfaceObject')}
      type MonitorLike @key(fields: "id") @interfaceObject { id: ID! owner: String }`;
    const supergraph = composeWith(composer, [media, owners]);
    expect(supergraph).toContain('isInterfaceObject: true');
  });

  test('keeps its names apart from common ones of other subgraphs', () => {
    const common = `type Query { commit: Commit account: Account members: [String!]! }
      type Commit { sha: String! } type Account { name: String! } type Repository { name: String! }
      type Check { id: ID! } type Result { id: ID! } type ErrorGroup { id: ID! } enum Status { UP DOWN }`;
    expect(composeWith(composer, [common])).toContain('type Commit');
  });
});

test("the Cosmo router's composer takes it beside the example", () => {
  const complaints = checkWithCosmo([
    { name: 'checkly', url: 'http://checkly', sdl },
    { name: 'deployments', url: 'http://deployments', sdl: deploymentsSdl },
  ]);
  expect(complaints).toEqual([]);
});
