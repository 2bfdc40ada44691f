/** What a purge does to readers: every entry of the account from before is for errors only, in every isolate within 5 s. */

import { describe, expect, test } from 'vitest';
import { bothKey, demoAccountId, otherAccountId, otherKey, serviceKey } from '../../emulator/accounts.ts';
import { connectionOf } from '../support/answer.ts';
import { toGet } from '../support/get-request.ts';
import type { TestGateway } from '../support/test-gateway.ts';
import { createPurgeGateway, purge } from './purge-gateway.ts';

const settled = '{ testSessions(first: 2, filter: {to: "2026-11-20T00:00:00Z"}) { nodes { id name } } }';

/** With a closed window's page warm, which is fresh for a day; its first session is deleted upstream by now. */
async function createWarmGateway(
  vars: Readonly<Record<string, string>> = {},
): Promise<{ gateway: TestGateway; gone: unknown }> {
  const gateway = createPurgeGateway({ vars });
  const [first] = connectionOf(
    await gateway.ask(
      '{ testSessions(first: 1, filter: {to: "2026-11-20T00:00:00Z"}) { nodes { sessionId id } } }',
    ),
  ).nodes;
  await gateway.ask(settled);
  await gateway.settle();
  gateway.emulator.deleteSession(String(first?.sessionId));
  await gateway.clock.advance(10_000);
  return { gateway, gone: first?.id };
}

const idsOf = (answer: Awaited<ReturnType<TestGateway['ask']>>) =>
  connectionOf(answer).nodes.map((node) => node?.id);

test('what was warm is read again, once, and kept', async () => {
  const { gateway, gone } = await createWarmGateway();
  expect(idsOf(await gateway.ask(settled))).toContain(gone);
  await purge(gateway);
  const answer = await gateway.ask(settled);
  expect([idsOf(answer).includes(gone), answer.extensions]).toEqual([
    false,
    { cost: expect.objectContaining({ upstreamCalls: 1, savedCalls: 0 }) },
  ]);
  expect((await gateway.ask(settled)).extensions.cost).toEqual(
    expect.objectContaining({ upstreamCalls: 0, savedCalls: 1 }),
  );
});

test('cached responses and 304s are purged with their pages', async () => {
  const { gateway, gone } = await createWarmGateway();
  await gateway.ask(settled);
  const etag = (await gateway.fetch(toGet(settled))).headers.get('etag') ?? '';
  await purge(gateway);
  const response = await gateway.fetch(toGet(settled, { 'if-none-match': etag }));
  expect([response.status, (await response.text()).includes(String(gone))]).toEqual([200, false]);
});

test('sessions by id are purged with the lists', async () => {
  const { gateway, gone } = await createWarmGateway();
  const byId = `{ node(id: "${String(gone)}") { id } }`;
  expect((await gateway.ask(byId)).data?.node).toEqual({ id: gone });
  await purge(gateway);
  expect((await gateway.ask(byId)).data?.node).toBeNull();
});

test('every credential of the account reads anew, and no other account’s', async () => {
  const { gateway } = await createWarmGateway();
  const readers = [
    { authorization: `Bearer ${bothKey}`, 'x-checkly-account': demoAccountId },
    { authorization: `Bearer ${serviceKey}`, 'x-checkly-account': demoAccountId },
    { authorization: `Bearer ${bothKey}`, 'x-checkly-account': otherAccountId },
    { authorization: `Bearer ${otherKey}`, 'x-checkly-account': otherAccountId },
  ];
  for (const headers of readers) await gateway.ask(settled, { headers });
  await gateway.clock.advance(10);
  await purge(gateway);
  const calls: unknown[] = [];
  for (const headers of readers) calls.push((await gateway.ask(settled, { headers })).extensions.cost);
  const [anew, kept] = [
    expect.objectContaining({ upstreamCalls: 1, savedCalls: 0 }),
    expect.objectContaining({ upstreamCalls: 0, savedCalls: 1 }),
  ];
  expect(calls).toEqual([anew, anew, kept, kept]);
});

describe('another isolate', () => {
  test('hears of it within 5 s', async () => {
    const { gateway, gone } = await createWarmGateway();
    const other = gateway.newIsolate();
    await other.ask(settled);
    await purge(gateway);
    await gateway.clock.advance(4_999);
    expect(idsOf(await other.ask(settled))).toContain(gone);
    await gateway.clock.advance(1);
    expect(idsOf(await other.ask(settled))).not.toContain(gone);
  });

  test('that starts later takes no entry from before out of the data centre', async () => {
    const { gateway, gone } = await createWarmGateway();
    await purge(gateway);
    expect(idsOf(await gateway.newIsolate().ask(settled))).not.toContain(gone);
  });

  test('does so as long as such an entry may live, however long that is', async () => {
    const { gateway, gone } = await createWarmGateway({
      FRESH_CLOSED_SECONDS: '60',
      FRESH_SETTLED_SECONDS: '604800',
    });
    const behind = '{ testSessions(first: 250) { nodes { id } } }';
    await gateway.ask(behind);
    await gateway.settle();
    await gateway.clock.advance(1);
    await purge(gateway);
    await gateway.clock.advance(3 * 3_600_000);
    const { extensions } = await gateway.newIsolate().ask(behind);
    expect([extensions.cost, gone !== undefined]).toEqual([
      expect.objectContaining({ upstreamCalls: 3, savedCalls: 0 }),
      true,
    ]);
  });
});

test('entries from before are kept for errors', async () => {
  const { gateway, gone } = await createWarmGateway();
  await purge(gateway);
  gateway.emulator.setFaults([{ status: 503 }]);
  for (const isolate of [gateway, gateway.newIsolate()]) {
    const answer = await isolate.ask(settled);
    expect([idsOf(answer).includes(gone), answer.extensions.stale]).toEqual([
      true,
      [{ reason: 'unavailable', ageSeconds: expect.any(Number) }],
    ]);
  }
});

test('an answer made from them is for nobody to keep, and gives way once upstream is back', async () => {
  const { gateway, gone } = await createWarmGateway();
  await purge(gateway);
  gateway.emulator.setFaults([{ status: 503 }]);
  const { headers } = await gateway.fetch(toGet(settled));
  gateway.emulator.setFaults([]);
  expect(idsOf(await gateway.ask(settled))).not.toContain(gone);
  expect([headers.get('cache-control'), headers.get('age')]).toEqual(['private, max-age=10', '10']);
});

test('a purge of an account that nobody read does no harm', async () => {
  const gateway = createPurgeGateway();
  expect((await purge(gateway)).status).toBe(200);
  expect((await gateway.ask(settled)).errors).toEqual([]);
});
