/** No key is to be found where the gateway leaves anything behind. */

import { expect, test } from 'vitest';
import { bothKey, demoAccountId, demoKey, otherAccountId } from '../../emulator/accounts.ts';
import { createTestGateway, testVars } from '../support/test-gateway.ts';

const keys = [demoKey, bothKey];
const secrets = [...keys, testVars.CACHE_PARTITION_SECRET];
const list = '{ testSessions(first: 3) { edges { cursor node { id } } pageInfo { endCursor } } }';

test('neither the edge cache, nor the log, nor headers, nor answers and their cursors hold a key', async () => {
  const gateway = createTestGateway();
  const seen: string[] = [];
  const readers = [
    { authorization: `Bearer ${demoKey}`, 'x-checkly-account': demoAccountId },
    { authorization: `Bearer ${bothKey}`, 'x-checkly-account': otherAccountId },
  ];
  for (const faults of [[], [{ status: 500 }], [{ status: 401 }], [{ body: '{' }]]) {
    gateway.emulator.setFaults(faults);
    for (const reader of readers) {
      const headers = { ...reader, 'x-gateway-debug': '1', 'cache-control': 'no-cache' };
      const answer = await gateway.ask(list, { headers });
      seen.push(JSON.stringify([[...answer.headers], answer.data, answer.errors, answer.extensions]));
      seen.push(
        ...[...JSON.stringify(answer.data).matchAll(/"cursor":"([^"]+)"/g)].map(([, cursor]) =>
          decode(cursor),
        ),
      );
    }
    await gateway.clock.advance(20_000);
    await gateway.settle();
  }
  // The page of each reader, and nothing else.
  expect(gateway.edgeCache.size()).toBe(readers.length);
  expect(seen.length).toBeGreaterThan(10);
  const left = [...seen, gateway.edgeCache.dump(), JSON.stringify(gateway.log)].join('\n');
  expect(secrets.filter((secret) => left.includes(secret))).toEqual([]);
  expect(
    secrets.map((secret) => btoa(secret).replaceAll('=', '')).filter((text) => left.includes(text)),
  ).toEqual([]);
});

test('an address in the edge cache holds no account, no reader’s words and no page token either', async () => {
  const gateway = createTestGateway();
  await gateway.ask('{ testSessions(first: 150, filter: {branches: ["secret-project"]}) { nodes { id } } }');
  await gateway.settle();
  const addresses = gateway.edgeCache
    .dump()
    .split('\n')
    .map((line) => line.split(' ')[0] ?? '');
  expect(addresses).toHaveLength(1);
  for (const address of addresses) {
    expect(address).toMatch(/^https:\/\/entries\.gateway\.invalid\/entry\/4\/[0-9a-f]{64}\/[0-9a-f]{64}$/);
  }
});

function decode(cursor: string | undefined): string {
  return atob((cursor ?? '').replaceAll('-', '+').replaceAll('_', '/'));
}
