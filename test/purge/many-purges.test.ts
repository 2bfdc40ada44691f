/** Purges that come together: one of an account counts, and Workers Cache hears of all accounts in few calls. */

import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { toAccountTag } from '../../src/cache/partition.ts';
import { testVars } from '../support/test-gateway.ts';
import { createPurgeGateway, purge } from './purge-gateway.ts';

const numbers = [0, 1, 2, 3, 4];
const accountIdOf = (number: number) => `${number}0000000-0000-4000-8000-000000000000`;
const tokenOf = (number: number) => `purge_of_one_of_many_accounts_${number}`;
const tagOf = (number: number) =>
  toAccountTag({ apiKey: '', accountId: accountIdOf(number) }, testVars.CACHE_PARTITION_SECRET);

/** With five accounts that may be purged, and the calls to Workers Cache with the seconds at which they were made. */
function createManyGateway(failures = 0) {
  const calls: { readonly second: number; readonly tags: readonly string[] }[] = [];
  const PURGE_TOKENS = JSON.stringify(
    Object.fromEntries(numbers.map((number) => [tokenOf(number), accountIdOf(number)])),
  );
  const gateway = createPurgeGateway({
    vars: { PURGE_TOKENS },
    lifetime: {
      async purgePages(tags) {
        calls.push({ second: (gateway.clock.now() - startedAt) / 1_000, tags: [...tags].sort() });
        if (calls.length <= failures) throw new Error('too many purges');
      },
    },
  });
  const startedAt = gateway.clock.now();
  return { gateway, calls };
}

const tagsOf = (...accounts: readonly number[]) => accounts.map(tagOf).sort();

test('of three purges of an account at once one is done', async () => {
  const { gateway, calls } = createManyGateway();
  const answers = await Promise.all([1, 2, 3].map(() => purge(gateway, tokenOf(0))));
  await gateway.settle();
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 429, 429]);
  expect(calls).toEqual([{ second: 0, tags: tagsOf(0) }]);
});

test('of three in as many data centres one is done, where its object is bound', async () => {
  const gateway = createPurgeGateway({
    vars: { SHARED_CACHE: 'none', CACHE_PARTITION_SECRET: 'for-tests-only-not-a-secret-purge-at-once' },
    bindings: { ACCOUNTS: env.ACCOUNTS },
  });
  const isolates = [gateway, gateway.newIsolate(), gateway.newIsolate()];
  const answers = await Promise.all(isolates.map((isolate) => purge(isolate)));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 429, 429]);
});

test('accounts purged at once reach Workers Cache in one call', async () => {
  const { gateway, calls } = createManyGateway();
  const answers = await Promise.all(numbers.map((number) => purge(gateway, tokenOf(number))));
  await gateway.settle();
  expect(answers.map(({ status }) => status)).toEqual(Array(5).fill(200));
  expect(calls).toEqual([{ second: 0, tags: tagsOf(...numbers) }]);
});

test('after a purge the next are gathered for 12 s, and each account is named', async () => {
  const { gateway, calls } = createManyGateway();
  for (const number of numbers) {
    expect((await purge(gateway, tokenOf(number))).status).toBe(200);
    await gateway.clock.advance(2_500);
  }
  await gateway.settle();
  expect(calls).toEqual([
    { second: 0, tags: tagsOf(0) },
    { second: 12, tags: tagsOf(1, 2, 3, 4) },
  ]);
});

test('readers have the answer before its turn has come', async () => {
  const { gateway, calls } = createManyGateway();
  await purge(gateway, tokenOf(0));
  await gateway.settle();
  const before = gateway.clock.now();
  expect((await purge(gateway, tokenOf(1))).status).toBe(200);
  expect([gateway.clock.now() - before, calls.length]).toEqual([0, 1]);
});

test('a purge after 12 s of quiet does not wait', async () => {
  const { gateway, calls } = createManyGateway();
  await purge(gateway, tokenOf(0));
  await gateway.clock.advance(12_000);
  await purge(gateway, tokenOf(1));
  await gateway.settle();
  expect(calls.map(({ second }) => second)).toEqual([0, 12]);
});

test('a call that fails is in the log, fails no answer, and keeps none of the later ones', async () => {
  const { gateway, calls } = createManyGateway(1);
  const { status, body } = await purge(gateway, tokenOf(0));
  await gateway.settle();
  expect([status, body]).toEqual([200, { purged: true, reach: 'data centre' }]);
  expect(gateway.log.filter(({ level }) => level === 'error')).toEqual([
    { level: 'error', message: 'Workers Cache was not purged', error: 'Error: too many purges' },
  ]);
  await purge(gateway, tokenOf(1));
  await gateway.settle();
  expect(calls.map(({ tags }) => tags)).toEqual([tagsOf(0), tagsOf(1)]);
});

test('a purge that its object did not take may be tried again at once', async () => {
  let isBroken = true;
  const gateway = createPurgeGateway({
    bindings: {
      ACCOUNTS: {
        getByName: () => ({
          leaseCalls: async (calls) => ({ calls, isScarce: false, retryAfterSeconds: null }),
          purgedAt: async () => 0,
          markPurged: () => (isBroken ? Promise.reject(new Error('gone')) : Promise.resolve(0)),
        }),
      },
    },
  });
  expect((await purge(gateway)).status).toBe(500);
  isBroken = false;
  expect((await purge(gateway)).status).toBe(200);
});
