/** The inputs of the fuzzer: each is made of its own random numbers, so that one can be made again by itself. Sends nothing. */
import { createHash } from 'node:crypto';
import type { GraphQLSchema } from 'graphql';
import type { Random } from '../../emulator/random.ts';
import { randomDocument, type Samples } from './documents.ts';
import { oddHeaders } from './odd-headers.ts';
import {
  damageBytes,
  damageJson,
  damageText,
  damageTokens,
  oddText,
  oddValue,
  randomBytes,
} from './odd-values.ts';

export interface Input {
  readonly kind: string;
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | null;
}

export interface World {
  readonly schema: GraphQLSchema;
  readonly samples: Samples;
  /** Headers of readers whom the gateway knows. */
  readonly readers: readonly Readonly<Record<string, string>>[];
  /** A header value of a pipeline that may purge. */
  readonly purgeAuthorization: string;
}

type Kind = (random: Random, world: World) => Omit<Input, 'kind'>;

const kinds: Readonly<Record<string, { readonly weight: number; readonly make: Kind }>> = {
  bytes: {
    weight: 8,
    make: (random, world) => post(random, world, randomBytes(random, random.integer(0, 300))),
  },
  'damaged body': {
    weight: 10,
    make(random, world) {
      const body = Buffer.from(JSON.stringify(toBody(randomDocument(random, world.schema, world.samples))));
      return post(random, world, damageBytes(random, body));
    },
  },
  'any JSON': { weight: 6, make: (random, world) => post(random, world, oddValue(random)) },
  'odd properties': {
    weight: 8,
    make(random, world) {
      const body = toBody(randomDocument(random, world.schema, world.samples));
      const names = [
        'query',
        'variables',
        'operationName',
        'extensions',
        'documentId',
        'id',
        'doc_id',
        'onError',
      ];
      return post(random, world, { ...body, [random.pick(names)]: oddValue(random) });
    },
  },
  document: {
    weight: 16,
    make: (random, world) => post(random, world, toBody(randomDocument(random, world.schema, world.samples))),
  },
  'damaged document': {
    weight: 20,
    make(random, world) {
      const { text, variables } = randomDocument(random, world.schema, world.samples);
      const damaged = random.chance(0.8) ? damageTokens(random, text) : damageText(random, text);
      return post(random, world, { query: damaged, variables });
    },
  },
  'damaged variables': {
    weight: 10,
    make: (random, world) =>
      post(random, world, {
        query: random.pick(variableQueries),
        variables: damageJson(random, {
          first: 3,
          after: pickOr(random, world.samples.cursors, ''),
          id: pickOr(random, world.samples.ids, ''),
          ids: world.samples.ids.slice(0, 3),
          filter: { branches: ['main'], statuses: ['FAILED'], search: 'checkout', createdWithin: 'PT24H' },
          representations: [{ __typename: 'TestSession', id: pickOr(random, world.samples.ids, '') }],
        }),
      }),
  },
  'damaged cursor': {
    weight: 10,
    make(random, world) {
      const cursor = pickOr(random, world.samples.cursors, 'none');
      const bytes = damageBytes(random, Buffer.from(cursor, 'base64url'));
      const after = random.chance(0.6) ? bytes.toString('base64url') : damageText(random, cursor);
      return post(random, world, { query: random.pick(cursorQueries), variables: { after } });
    },
  },
  'damaged id': {
    weight: 8,
    make(random, world) {
      const id = pickOr(random, world.samples.ids, 'none');
      const decoded = damageText(random, Buffer.from(id, 'base64').toString());
      const damaged = random.chance(0.5) ? damageText(random, id) : Buffer.from(decoded).toString('base64');
      return post(random, world, {
        query: random.pick(idQueries),
        variables: { id: damaged, ids: [damaged, id] },
      });
    },
  },
  persisted: {
    weight: 5,
    make(random, world) {
      const { text } = randomDocument(random, world.schema, world.samples);
      const sha256Hash = createHash('sha256').update(text).digest('hex');
      const body = {
        query: text,
        documentId: `sha256:${sha256Hash}`,
        extensions: { persistedQuery: { version: 1, sha256Hash } },
      };
      return post(random, world, random.chance(0.4) ? body : damageJson(random, body));
    },
  },
  address: {
    weight: 10,
    make(random, world) {
      const { text, variables } = randomDocument(random, world.schema, world.samples);
      const parameters = new URLSearchParams({ query: text, variables: JSON.stringify(variables) });
      const query = random.chance(0.5) ? parameters.toString() : damageText(random, parameters.toString());
      return get(random, world, `/graphql?${toPath(query)}`);
    },
  },
  headers: {
    weight: 12,
    make(random, world) {
      const { text, variables } = randomDocument(random, world.schema, world.samples);
      const input = random.chance(0.7)
        ? post(random, world, { query: text, variables })
        : get(
            random,
            world,
            `/graphql?${new URLSearchParams({ query: text, variables: JSON.stringify(variables) })}`,
          );
      return { ...input, headers: { ...input.headers, ...oddHeaders(random, input.headers) } };
    },
  },
  route: {
    weight: 6,
    make(random, world) {
      const paths = [
        '/',
        '/graphql',
        '/graphql/',
        '/health',
        '/ready',
        '/purge',
        '/graphiql/x',
        `/${toPath(oddText(random))}`,
      ];
      const method = random.pick(['GET', 'POST', 'HEAD', 'OPTIONS', 'PUT', 'DELETE', 'PATCH']);
      const body = ['GET', 'HEAD', 'OPTIONS'].includes(method) ? null : Buffer.from(oddText(random));
      const isPipeline = random.chance(0.1);
      const headers = isPipeline ? { authorization: world.purgeAuthorization } : random.pick(world.readers);
      const odd = random.chance(0.5) ? oddHeaders(random, headers) : {};
      return { method, path: random.pick(paths), headers: { ...headers, ...odd }, body };
    },
  },
};

const weighted = Object.entries(kinds).map(([name, { weight }]) => [weight, name] as const);

export const inputKinds: readonly string[] = Object.keys(kinds);

export function createInput(random: Random, world: World): Input {
  const kind = random.pickWeighted(weighted);
  const made = kinds[kind]?.make(random, world);
  if (made === undefined) throw new Error(`There is no kind of input called ${kind}.`);
  return { kind, ...made };
}

const variableQueries = [
  'query ($first: Int, $after: String, $filter: TestSessionFilter) { testSessions(first: $first, after: $after, filter: $filter) { edges { cursor node { id name } } } }',
  'query ($id: ID!) { testSession(id: $id) { id name region results { id } } node(id: $id) { id __typename } }',
  'query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on TestSession { name createdAt } } }',
  'query ($representations: [_Any!]!) { _entities(representations: $representations) { __typename ... on TestSession { name } } }',
  'query ($first: Int, $after: String) { testSessionErrorGroups(first: $first, after: $after) { edges { cursor node { id message } } } }',
];
const cursorQueries = [
  'query ($after: String) { testSessions(first: 2, after: $after) { edges { cursor node { id } } pageInfo { hasNextPage } } }',
  'query ($after: String) { testSessions(first: 2, after: $after, filter: { branches: ["main"] }) { edges { cursor } } }',
  'query ($after: String) { testSessionErrorGroups(first: 2, after: $after) { edges { cursor node { id } } } }',
];
const idQueries = [
  'query ($id: ID!) { testSession(id: $id) { id name } }',
  'query ($id: ID!) { node(id: $id) { id } }',
  'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }',
  'query ($id: ID!) { testSessions(first: 1, filter: { errorGroupId: $id }) { nodes { id } } }',
];

function toBody({ text, variables }: { readonly text: string; readonly variables: object }) {
  return { query: text, variables };
}

function post(random: Random, world: World, body: unknown): Omit<Input, 'kind'> {
  return {
    method: 'POST',
    path: '/graphql',
    headers: { 'content-type': 'application/json', ...acceptOf(random), ...random.pick(world.readers) },
    body: Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body)),
  };
}

function get(random: Random, world: World, path: string): Omit<Input, 'kind'> {
  return { method: 'GET', path, headers: { ...acceptOf(random), ...random.pick(world.readers) }, body: null };
}

function acceptOf(random: Random): Readonly<Record<string, string>> {
  return random.pickWeighted([
    [6, { accept: 'application/json' }],
    [4, { accept: 'application/graphql-response+json' }],
    [1, { accept: 'application/graphql-response+json', 'accept-encoding': 'gzip' }],
    [1, { accept: 'text/event-stream' }],
    [1, { accept: 'multipart/mixed;subscriptionSpec=1.0' }],
  ]);
}

/** What may stand in the first line of HTTP; anything else as it is escaped. */
function toPath(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[^!-~]/gu, encodeURIComponent)
    .replaceAll('#', '%23');
}

function pickOr(random: Random, list: readonly string[], other: string): string {
  return list.length === 0 ? other : random.pick(list);
}
