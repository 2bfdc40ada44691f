/** Gateways of two isolates over the real Durable Object of their account. */

import { afterEach, expect, test } from 'vitest';
import { demoAccountId, demoKey } from '../../emulator/accounts.ts';
import { connectionOf } from '../support/answer.ts';
import type { TestGateway } from '../support/test-gateway.ts';
import { answerObjects, createObjectGateway, restoreObjects, wait } from './object-world.ts';

afterEach(restoreObjects);

const head = '{ testSessions(first: 20) { nodes { id } } }';
const settled = '{ testSessions(first: 2, filter: {to: "2026-11-20T00:00:00Z"}) { nodes { sessionId } } }';
const branch = (name: number | string) =>
  `{ testSessions(first: 1, filter: {branches: ["branch-${name}"]}) { nodes { id } } }`;
const purgeToken = 'purge_0123456789abcdefghij';

function createIsolates(vars: Readonly<Record<string, string>> = {}) {
  const gateway = createObjectGateway(vars);
  return { gateway, isolates: [gateway, gateway.newIsolate()] as const };
}

async function purge(isolate: Pick<TestGateway, 'fetchNow'>): Promise<unknown> {
  const headers = { authorization: `Bearer ${purgeToken}` };
  const request = new Request('https://gateway.example/purge', { method: 'POST', headers });
  return (await isolate.fetchNow(request)).json();
}

test('a hundred identical requests at once make one upstream call', async () => {
  const { gateway, isolates } = createIsolates();
  const asks = Array.from({ length: 100 }, (_, i) => isolates[i % 2 ? 1 : 0].askNow(head));
  const answers = await Promise.all(asks);
  expect(answers.flatMap(({ errors }) => errors)).toEqual([]);
  expect(answers.every((answer) => connectionOf(answer).nodes.length === 20)).toBe(true);
  expect(gateway.emulator.stats().requests).toEqual({ 'GET /v1/test-sessions': 1 });
});

test('ninety-five fields with an unknown key make one', async () => {
  const { gateway } = createIsolates();
  // Upstream takes longer than the way from an isolate to the object: else there is nothing to wait for.
  answerObjects(async (request) => {
    await wait(20);
    return gateway.emulator.fetch(request);
  });
  const fields = Array.from(
    { length: 95 },
    (_, i) => `f${i}: testSessions(filter: {branches: ["${i}"]}) { __typename }`,
  );
  const headers = { authorization: 'Bearer cu_unknown', 'x-checkly-account': demoAccountId };
  const answer = await gateway.askNow(`{ ${fields.join(' ')} }`, { headers });
  expect([answer.status, answer.errors.length, gateway.upstreamCalls()]).toEqual([401, 95, 1]);
});

test('a revoked key stops in both isolates within its validity', async () => {
  const { gateway, isolates } = createIsolates();
  for (const isolate of isolates) await isolate.askNow(settled);
  gateway.emulator.revokeKey(demoKey);
  await gateway.clock.advance(59_999);
  for (const isolate of isolates) expect((await isolate.askNow(settled)).errors).toEqual([]);
  await gateway.clock.advance(1);
  for (const isolate of isolates) {
    expect(await isolate.askNow(settled)).toMatchObject({ status: 401, data: { testSessions: null } });
  }
});

test('a refusal that one isolate sees stops the other within 5 s', async () => {
  const { gateway, isolates } = createIsolates();
  const [first, other] = isolates;
  for (const isolate of isolates) await isolate.askNow(settled);
  gateway.emulator.revokeKey(demoKey);
  expect((await first.askNow(branch('cold'))).status).toBe(401);
  await gateway.clock.advance(5_000);
  expect(await other.askNow(settled)).toMatchObject({ status: 401, data: { testSessions: null } });
});

test('a purge through one isolate is heard by the other within 5 s', async () => {
  const { gateway, isolates } = createIsolates({
    PURGE_TOKENS: JSON.stringify({ [purgeToken]: demoAccountId }),
  });
  const [first, other] = isolates;
  const readIds = async () => connectionOf(await other.askNow(settled)).nodes.map((node) => node?.sessionId);
  const [gone] = await readIds();
  gateway.emulator.deleteSession(String(gone));
  await gateway.clock.advance(10_000);
  expect(await readIds()).toContain(gone);
  expect(await purge(first)).toEqual({ purged: true, reach: 'everywhere' });
  await gateway.clock.advance(4_999);
  expect(await readIds()).toContain(gone);
  await gateway.clock.advance(1);
  expect(await readIds()).not.toContain(gone);
});

test('the limit holds for both isolates together', async () => {
  const { gateway, isolates } = createIsolates();
  // The emulator's own limit is for each key, and would be reached first.
  gateway.emulator.reset({ requestsPerMinute: null, sessions: 5 });
  await gateway.askNow(branch('first'));
  let answered = 0;
  for (let round = 0; round < 7; round += 1) {
    const asks = Array.from({ length: 100 }, (_, i) =>
      isolates[i % 2 ? 1 : 0].askNow(branch(`${round}-${i}`)),
    );
    const answers = await Promise.all(asks);
    answered += answers.filter(({ errors }) => errors.length === 0).length;
    const codes = new Set(answers.flatMap(({ errors }) => errors.map(({ extensions }) => extensions.code)));
    expect(['', 'RATE_LIMITED']).toContain([...codes].join());
  }
  expect([answered, gateway.upstreamCalls()]).toEqual([599, 600]);
}, 30_000);
