/** The gateway as a subgraph: what `_service` says, and that the held texts are what the source makes of them. */

import { buildSchema, getIntrospectionQuery } from 'graphql';
import { describe, expect, test } from 'vitest';
import { printClientSchema, printSubgraph } from '../../scripts/schema-texts.ts';
import subgraphSdl from '../../src/schema/federation/subgraph.graphql';
import { schema } from '../../src/schema/schema.ts';
import { createTestGateway } from '../support/test-gateway.ts';

test('_service answers the held text, without a credential and at no call', async () => {
  const gateway = createTestGateway();
  const answer = await gateway.ask('{ _service { sdl } }', { headers: {} });
  expect([answer.status, answer.errors, answer.data]).toEqual([200, [], { _service: { sdl: subgraphSdl } }]);
  expect(gateway.emulator.stats().recent).toEqual([]);
});

test('introspection answers without a credential', async () => {
  const answer = await createTestGateway().ask(getIntrospectionQuery(), { headers: {} });
  expect([answer.status, answer.errors]).toEqual([200, []]);
});

describe("the subgraph's text", () => {
  const text = printSubgraph(schema);

  test('is what the Worker holds', () => {
    expect(subgraphSdl).toBe(text);
  });

  test('links federation 2.9 in its schema definition, and brings the nullability along', () => {
    const [definition = ''] = text.split('\n');
    expect(definition).toMatch(/^schema @link\(url: "https:\/\/specs\.apollo\.dev\/federation\/v2\.9"/);
    expect(definition).toContain('@link(url: "https://specs.apollo.dev/nullability/v0.4"');
    expect(definition).toContain('@composeDirective(name: "@semanticNonNull")');
  });

  test('has neither node fields nor what routers know by themselves', () => {
    expect(text).not.toMatch(
      /^ {2}(?:nodes?\(|account: \w+ @cost|members:)|_entities|_service|_Any|_Entity|_Service/m,
    );
    expect(text).toContain('interface Node');
  });

  test('has three entities, and names three more that others may resolve', () => {
    expect(text.match(/^type \w+.*@key.*$/gm)).toEqual([
      'type ChecklyAccount @key(fields: "id") {',
      'type ChecklyCheck @key(fields: "id", resolvable: false) {',
      'type ChecklyPrivateLocation @key(fields: "id", resolvable: false) {',
      'type ChecklyProject @key(fields: "id", resolvable: false) {',
      'type TestSession implements Node @key(fields: "id") @key(fields: "sessionId") {',
      'type TestSessionErrorGroup @key(fields: "id") @cost(weight: 1) {',
    ]);
  });

  test('prices what costs upstream calls', () => {
    expect(text.match(/^[^s].*@(?:cost|listSize).*$/gm)).toEqual([
      '  ): TestSessionLatestList @semanticNonNull @cost(weight: 25) @listSize(slicingArguments: ["first"], requireOneSlicingArgument: false, sizedFields: ["groups"])',
      '  ): TestSession @cost(weight: 2)',
      '  ): TestSessionErrorGroupConnection @semanticNonNull @cost(weight: 5) @listSize(slicingArguments: ["first"], sizedFields: ["edges", "nodes"], requireOneSlicingArgument: false)',
      '  ): TestSessionResult @cost(weight: 2)',
      '  ): TestSessionStatistics @semanticNonNull @cost(weight: 25)',
      '  ): TestSessionConnection @semanticNonNull @cost(weight: 5) @listSize(slicingArguments: ["first"], sizedFields: ["edges", "nodes"], requireOneSlicingArgument: false)',
      '  ): [TestSessionResult] @semanticNonNull(levels: [0, 1]) @cost(weight: 5) @listSize(assumedSize: 10, slicingArguments: ["first"], requireOneSlicingArgument: false)',
      'type TestSessionErrorGroup @key(fields: "id") @cost(weight: 1) {',
      '  ): TestSessionConnection @semanticNonNull @cost(weight: 5) @listSize(slicingArguments: ["first"], sizedFields: ["edges", "nodes"], requireOneSlicingArgument: false)',
      '  ): [TestSessionResultAsset] @semanticNonNull(levels: [0, 1]) @cost(weight: 1) @listSize(assumedSize: 10)',
      '  detail: TestSessionResultDetail @cost(weight: 1)',
      '  ): [TestSessionFlakiness!]! @listSize(slicingArguments: ["first"], requireOneSlicingArgument: false)',
      '  ): [TestSessionGroup!]! @listSize(slicingArguments: ["first"], requireOneSlicingArgument: false)',
      '  intervals: [TestSessionIntervalTally!]! @listSize(assumedSize: 10)',
      '  ): [TestSessionRedStreak!]! @listSize(slicingArguments: ["first"], requireOneSlicingArgument: false)',
      '  ): [TestSession!]! @listSize(slicingArguments: ["first"], requireOneSlicingArgument: false)',
    ]);
  });
});

describe("the clients' text", () => {
  const text = printClientSchema(schema);

  test('is a schema of its own, without what is for routers', () => {
    expect(() => buildSchema(text)).not.toThrow();
    expect(text).not.toMatch(
      /_entities|_service|_Any|_Entity|_Service|@key|@shareable|@listSize|@cost|@link/,
    );
    expect(text).toMatch(/^ {2}node\(/m);
  });

  test('says which fields are null only when something failed', () => {
    const fields = text.matchAll(
      /^ {2}(?<field>\w*)(?:\))?: (?<type>\S+) @semanticNonNull(?<levels>\(.*\))?$/gm,
    );
    expect(
      [...fields].map(({ groups = {} }) => [groups.field, groups.type, groups.levels ?? ''].join(' ')),
    ).toEqual([
      'account ChecklyAccount ',
      ' TestSessionLatestList ',
      'members ChecklyMemberList ',
      ' TestSessionErrorGroupConnection ',
      ' TestSessionStatistics ',
      ' TestSessionConnection ',
      'account ChecklyAccount ',
      'createdAt DateTime ',
      'providerName String ',
      'region String ',
      ' [TestSessionResult] (levels: [0, 1])',
      'url String ',
      'nodes [TestSession]! (levels: [1])',
      'node TestSession ',
      'nodes [TestSessionErrorGroup]! (levels: [1])',
      'node TestSessionErrorGroup ',
      ' TestSessionConnection ',
      ' [TestSessionResultAsset] (levels: [0, 1])',
      ' Boolean ',
    ]);
  });
});
