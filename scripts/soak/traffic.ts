/**
 * What clients of all kinds send, mixed: dashboards that repeat themselves, walks, look-ups, tools with ever new
 * documents and filters, strangers with wrong keys, and requests that are no requests. Texts only; sends nothing.
 */
import {
  bothKey,
  demoAccountId,
  demoKey,
  otherAccountId,
  otherKey,
  serviceKey,
} from '../../emulator/accounts.ts';
import type { Random } from '../../emulator/random.ts';

export interface Sent {
  readonly method: 'GET' | 'POST';
  /** Path and query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  /** Leaves before the answer is there. */
  readonly isImpatient: boolean;
}

/** What answers told, to ask about next. */
export interface Told {
  readonly sessionIds: readonly string[];
  readonly cursors: readonly string[];
}

type Kind = (random: Random, told: Told) => Sent;

const accepted: readonly Readonly<Record<string, string>>[] = [
  { authorization: `Bearer ${demoKey}`, 'x-checkly-account': demoAccountId },
  { authorization: `Bearer ${otherKey}`, 'x-checkly-account': otherAccountId },
  { authorization: `Bearer ${bothKey}`, 'x-checkly-account': demoAccountId },
  { authorization: `Bearer ${bothKey}`, 'x-checkly-account': otherAccountId },
  { authorization: `Bearer ${serviceKey}` },
];
const statuses = ['RUNNING', 'PASSED', 'FAILED', 'CANCELLED'] as const;
const fields = 'id name status startedAt createdAt durationMs region url provider environment'.split(' ');
const lists = 'failedSequenceIds passedSequenceIds errorGroups{id} commit{sha,branch,headline}'.split(' ');

const dashboard: Kind = (random) =>
  ask(
    random,
    `query Dashboard($status: TestSessionStatus!) { testSessions(first: 20, filter: { statuses: [$status] }) { edges { cursor node { name status commit { headline } } } pageInfo { hasNextPage endCursor } } }`,
    { status: random.pick(statuses) },
  );

const walk: Kind = (random, { cursors }) =>
  ask(
    random,
    'query ($after: String, $first: Int) { testSessions(first: $first, after: $after) { edges { cursor node { id sessionId name } } pageInfo { hasNextPage } } }',
    {
      after: cursors.length === 0 ? null : random.pick(cursors),
      first: random.integer(1, 120),
    },
  );

const lookUp: Kind = (random, { sessionIds }) =>
  ask(
    random,
    'query ($id: ID!) { testSession(id: $id) { name status region results { id status } errorGroups { id message } } }',
    {
      id: sessionIds.length === 0 ? random.uuid() : random.pick(sessionIds),
    },
  );

/** Each with a filter that nobody had. */
const newFilter: Kind = (random) =>
  ask(
    random,
    'query ($filter: TestSessionFilter) { testSessions(first: 50, filter: $filter) { nodes { name branch: commit { branch } } } }',
    {
      filter: random.chance(0.5)
        ? { branches: [`feature/${random.hex(12)}`] }
        : { from: new Date(Date.now() - random.integer(1, 1_000_000_000)).toISOString() },
    },
  );

/** Each a document that nobody sent, half of them with letters that double a text's bytes. */
const newDocument: Kind = (random) => {
  const chosen = [...fields, ...lists].filter(() => random.chance(0.6));
  const aliased = ['id', ...chosen].map((field) => `a${random.hex(6)}: ${field}`).join(' ');
  const comment = random.chance(0.5) ? `\n# 试 ${random.hex(random.integer(0, 8_000))}` : '';
  return ask(
    random,
    `query Q${random.hex(8)} { testSessions(first: ${random.integer(1, 30)}) { nodes { ${aliased} } } }${comment}`,
  );
};

const large: Kind = (random) =>
  ask(
    random,
    `{ testSessions(first: 300) { nodes { ${[...fields, ...lists].join(' ')} } } }`,
    {},
    { 'cache-control': 'no-store' },
  );

const errorGroups: Kind = (random) =>
  ask(
    random,
    'query ($first: Int) { testSessionErrorGroups(first: $first) { edges { cursor node { id message lastSeen } } } }',
    {
      first: random.integer(1, 40),
    },
  );

const introspection: Kind = (random) =>
  ask(random, '{ __schema { types { name kind fields { name type { name kind ofType { name } } } } } }');

const stranger: Kind = (random) => ({
  ...ask(random, `{ testSessions(first: ${random.integer(1, 20)}) { nodes { id } } }`),
  headers: {
    ...json,
    authorization: `Bearer cu_${random.hex(24)}`,
    'x-checkly-account': random.chance(0.5) ? random.uuid() : demoAccountId,
  },
});

const byHash: Kind = (random) =>
  post({ extensions: { persistedQuery: { version: 1, sha256Hash: random.hex(64) } } }, random.pick(accepted));

const noRequest: Kind = (random) => ({
  ...post({}, random.pick(accepted)),
  body: random.pick([
    '',
    '{',
    '[]',
    'null',
    `{"query":"{ ${random.hex(20)} }"}`,
    '试'.repeat(random.integer(1, 4_000)),
  ]),
});

const impatient: Kind = (random, told) => ({ ...newFilter(random, told), isImpatient: true });

const subscription: Kind = (random, { sessionIds }) => ({
  ...ask(random, 'subscription ($id: ID!) { testSessionCompleted(id: $id) { name status } }', {
    id: sessionIds.length === 0 ? random.uuid() : random.pick(sessionIds),
  }),
  headers: { ...json, ...random.pick(accepted), accept: 'text/event-stream' },
});

const kinds: readonly (readonly [weight: number, kind: Kind])[] = [
  [30, dashboard],
  [12, walk],
  [8, lookUp],
  [10, newFilter],
  [12, newDocument],
  [2, large],
  [5, errorGroups],
  [2, introspection],
  [8, stranger],
  [3, byHash],
  [4, noRequest],
  [2, impatient],
  [2, subscription],
];

export function createTraffic(random: Random): (told: Told) => Sent {
  return (told) => random.pickWeighted(kinds)(random, told);
}

const json = { 'content-type': 'application/json', accept: 'application/json' };

function ask(
  random: Random,
  query: string,
  variables: Readonly<Record<string, unknown>> = {},
  headers: Readonly<Record<string, string>> = {},
): Sent {
  const reader = random.pick(accepted);
  if (random.chance(0.8)) return post({ query, variables }, { ...reader, ...headers });
  const parameters = new URLSearchParams({ query, variables: JSON.stringify(variables) });
  return {
    method: 'GET',
    path: `/graphql?${parameters}`,
    headers: {
      accept: 'application/graphql-response+json',
      'accept-encoding': 'gzip',
      ...reader,
      ...headers,
    },
    body: null,
    isImpatient: false,
  };
}

function post(body: object, headers: Readonly<Record<string, string>>): Sent {
  return {
    method: 'POST',
    path: '/graphql',
    headers: { ...json, ...headers },
    body: JSON.stringify(body),
    isImpatient: false,
  };
}
