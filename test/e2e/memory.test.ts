/**
 * Fills every store of an isolate beyond its bound and reads the heap of the real runtime: an isolate has 128 MB, and
 * what it remembers stays below half of that. The bounds of each store are in `src/limits.ts`.
 */
import { createHash } from 'node:crypto';
import { Agent, request } from 'undici';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { demoAccountId, demoKey } from '../../emulator/accounts.ts';
import { type BareGateway, startBareGateway } from '../../scripts/workerd/bare-gateway.ts';
import { type Isolate, openIsolate } from '../../scripts/workerd/heap.ts';
import { memoryBytes } from '../../src/limits.ts';

/** A bound, not a measure: an idle machine takes ten seconds. */
const timeoutMs = 240_000;
const megabyte = 1024 * 1024;
/** Of an account that upstream has not accepted a credential of. */
const maxObjectBytes = 8 * 1024;
const tokens = Array.from({ length: 600 }, (_, i) => `gw_accepted_${String(i).padStart(20, '0')}`);
const demo = { authorization: `Bearer ${demoKey}`, 'x-checkly-account': demoAccountId };
/** What anybody fills, accepted or not. */
const { entries, responses, requestTexts, ...byAnybody } = memoryBytes;
const anybodysBytes = Object.values(byAnybody).reduce((sum, bytes) => sum + bytes, 0);

let gateway: BareGateway;
let isolate: Isolate;
const agent = new Agent({ connections: 16 });
let emptyBytes = 0;

beforeAll(async () => {
  gateway = await startBareGateway({
    vars: {
      CACHE_PARTITION_SECRET: 'for-tests-only-not-a-secret-0000000000000',
      GATEWAY_TOKENS: JSON.stringify(
        Object.fromEntries(tokens.map((token) => [token, { key: demoKey, account: demoAccountId }])),
      ),
      UPSTREAM_CALLS_PER_MINUTE: '100000',
      LOG_REQUESTS: '0',
    },
    emulator: { sessions: 400, requestsPerMinute: null },
    isInspected: true,
  });
  isolate = await openIsolate(gateway.server);
  // What a gateway has when it has answered: its schema, the code that ran, the demo's reader.
  await ask('{ testSessions(first: 1) { nodes { id } } }');
  await sendAsStrangers(8, 'before');
  emptyBytes = (await isolate.readLiveHeap()).usedBytes;
});
afterAll(async () => {
  isolate?.close();
  await gateway?.stop();
  await agent.close();
});

interface Ask {
  readonly variables?: object;
  readonly headers?: Readonly<Record<string, string>>;
  readonly more?: object;
}

async function ask(query: string, { variables = {}, headers = demo, more = {} }: Ask = {}): Promise<string> {
  const response = await request(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
    body: JSON.stringify({ query, variables, ...more }),
    dispatcher: agent,
  });
  return response.body.text();
}

/** So many, sixteen at a time. */
async function repeat(count: number, run: (index: number) => Promise<unknown>): Promise<void> {
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < count) {
      next += 1;
      await run(next);
    }
  };
  await Promise.all(Array.from({ length: 16 }, work));
}

async function heldBytes(): Promise<number> {
  return (await isolate.readLiveHeap()).usedBytes - emptyBytes;
}

const names = (count: number, mark: string) =>
  Array.from({ length: count }, (_, i) => `${mark}_${i}: __typename`).join(' ');
/** Twice the bytes of its length, since one letter is not Latin-1. */
const wide = (index: number, length: number) => `试${String(index).padStart(length, 'x')}`;
const stranger = (index: number) => ({
  authorization: `Bearer cu_stranger_${index}`,
  'x-checkly-account': `aaaaaaaa-0000-4000-8000-${String(index).padStart(12, '0')}`,
});

/** All that strangers may send: documents large and wide, filters, ids, hashes, each of them new. */
async function sendAsStrangers(count: number, mark: string): Promise<void> {
  await repeat(count, async (index) => {
    const headers = stranger(index);
    const branches = [`${mark}-${wide(index, 200)}`];
    const filtered =
      'query ($branches: [String!]) { testSessions(filter: { branches: $branches }) { nodes { id } } }';
    await ask(filtered, { variables: { branches }, headers });
    if (index % 4 === 0) await ask(`{ ${names(400, `${mark}${index}`)} }`, { headers });
    if (index % 4 === 1) await ask(`{ __typename } # ${mark} ${wide(index, 15_000)}`, { headers });
    if (index % 4 === 2) await register(`{ __typename } # ${mark} apq ${wide(index, 30_000)}`, headers);
    if (index % 4 === 3) {
      await ask(`{ ${names(400, `${mark}${index}`)} }`, {
        headers: { ...headers, accept: 'text/event-stream' },
      });
    }
  });
}

/** Each another account and another key, both as long as they may be. */
async function sendAsManyReaders(count: number): Promise<void> {
  await repeat(count, (index) =>
    ask('{ testSessions(first: 1) { nodes { id } } }', {
      headers: {
        ...stranger(1_000 + index),
        authorization: `Bearer cu_${String(index).padStart(128, 'r')}`,
      },
    }),
  );
}

function register(query: string, headers: Readonly<Record<string, string>>): Promise<string> {
  const sha256Hash = createHash('sha256').update(query).digest('hex');
  return ask(query, { headers, more: { extensions: { persistedQuery: { version: 1, sha256Hash } } } });
}

test(
  'of readers whom upstream has not accepted an isolate keeps parsed documents, within their bounds',
  async () => {
    await sendAsStrangers(160, 'first');
    const first = await heldBytes();
    await sendAsStrangers(160, 'second');
    const second = await heldBytes();
    // With the objects of the accounts, which live for ten seconds more, and compiled code.
    expect(first).toBeLessThan(anybodysBytes);
    // Full by then: twice as many leave no more.
    expect(second - first).toBeLessThan(4 * megabyte);
  },
  timeoutMs,
);

test(
  'of strangers who each name an account, with long headers, it keeps the last readers and small objects',
  async () => {
    const before = await heldBytes();
    await sendAsManyReaders(1_000);
    const grown = (await heldBytes()) - before;
    // A thousand objects of accounts are there for ten seconds more; the rest is bounded.
    const { readers, standings } = memoryBytes;
    expect(grown).toBeLessThan(readers + standings + 1_000 * maxObjectBytes);
  },
  timeoutMs,
);

test(
  'all stores together, filled beyond their bounds, hold less than half of what an isolate has',
  async () => {
    const everyField =
      'id name status startedAt createdAt durationMs region url provider environment invoker { name } commit { sha branch message url }';
    const now = Date.now();
    // Pages of a hundred, each of another range, read with another accepted credential.
    await repeat(200, async (index) => {
      const from = new Date(now - 90 * 86_400_000 - index * 1_000).toISOString();
      const query = `query ($from: DateTime) { testSessions(first: 3, filter: { from: $from }) { nodes { id } } }`;
      const headers = { authorization: `Bearer ${tokens[index % tokens.length]}` };
      expect(await ask(query, { variables: { from }, headers })).toContain('"nodes":[{"id"');
    });
    // Responses that are cached, each of a document of its own with letters that are wide.
    await repeat(120, (index) =>
      ask(`{ testSessions(first: 200) { nodes { a${index}: name ${everyField} } } } # ${wide(index, 8_000)}`),
    );
    const listed = await ask(
      '{ testSessions(first: 100) { nodes { sessionId } } testSessionErrorGroups(first: 40) { nodes { id } } }',
    );
    const ids = [...listed.matchAll(/"(?:sessionId|id)":"([^"]+)"/g)].map(([, id = '']) => id);
    await repeat(ids.length, (index) =>
      ask(
        'query ($id: ID!) { testSession(id: $id) { region results { id name errorGroups { id message } } errorGroups { message } } }',
        { variables: { id: ids[index - 1] } },
      ),
    );
    await repeat(10, (first) =>
      ask('query ($first: Int) { testSessionErrorGroups(first: $first) { nodes { id message } } }', {
        variables: { first },
      }),
    );
    await sendAsManyReaders(1_000);
    await sendAsStrangers(80, 'third');
    const held = await heldBytes();
    expect(held).toBeLessThan(64 * megabyte);
    // Entries and responses are full: what is measured is what should be.
    expect(held).toBeGreaterThan((entries + responses) / 2);
  },
  timeoutMs,
);
