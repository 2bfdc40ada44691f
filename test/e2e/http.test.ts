/** The gateway over a socket: the README's query to the letter, and what it costs upstream. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Gateway, startGateway } from '../../scripts/start-bundle.ts';
import { askOverSocket } from './graphql-client.ts';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway({ emulator: { sessions: 0, now: () => Date.parse('2026-11-24T12:00:00Z') } });
  gateway.emulator.addSessions(Array.from({ length: 12 }, (_, i) => toSession(i)));
});
afterAll(() => gateway?.close());

const sha = '0123456789abcdef0123456789abcdef01234567';

/** Every other one failed on main; the youngest first. */
function toSession(i: number) {
  return {
    id: `10000000-0000-4000-8000-${String(i).padStart(12, '0')}`,
    name: `Session ${i}`,
    status: i % 2 === 0 ? 'FAILED' : 'PASSED',
    branchName: 'main',
    commitId: sha,
    commitMessage: `Change ${i}`,
    invoker: i === 0 ? { name: 'Ada', picture: null } : null,
    created_at: new Date(Date.parse('2026-11-24T11:00:00Z') - i * 60_000).toISOString(),
  };
}

const query = `query ($after: String) {
  testSessions(filter: {statuses: [FAILED], branches: ["main"]}, first: 5, after: $after) {
    edges { cursor node { name status invoker { name picture } commit { sha message branch } } }
    pageInfo { hasNextPage endCursor } } }`;
const cursor = expect.stringMatching(/^[\w-]{20,400}$/);

function toEdge(i: number) {
  return {
    cursor,
    node: {
      name: `Session ${i}`,
      status: 'FAILED',
      invoker: i === 0 ? { name: 'Ada', picture: null } : null,
      commit: { sha, message: `Change ${i}`, branch: 'main' },
    },
  };
}

test("the README's query has this answer, and goes on after its end cursor", async () => {
  const first = await askOverSocket(gateway.url, query);
  expect([first.status, first.headers['content-type']]).toEqual([200, 'application/json; charset=utf-8']);
  expect(first.body).toMatchObject({
    data: {
      testSessions: {
        edges: [0, 2, 4, 6, 8].map(toEdge),
        pageInfo: { hasNextPage: true, endCursor: cursor },
      },
    },
  });
  expect(first.body).not.toHaveProperty('errors');

  const after = readEndCursor(first.text);
  const second = await askOverSocket(gateway.url, query, { variables: { after } });
  expect(second.body).toMatchObject({
    data: { testSessions: { edges: [toEdge(10)], pageInfo: { hasNextPage: false, endCursor: cursor } } },
  });
  // The emulator's page is one: the second page of edges comes from it, or from a cache entry of it.
  const address = '/v1/test-sessions?limit=100&statuses%5B%5D=FAILED&branches%5B%5D=main';
  expect(new Set(gateway.emulator.stats().recent)).toEqual(new Set([address]));
  expect(gateway.emulator.stats().recent.length).toBeLessThanOrEqual(2);
});

function readEndCursor(text: string): string {
  return /"endCursor":"([\w-]+)"/.exec(text)?.[1] ?? '';
}
