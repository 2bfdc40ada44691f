/** With the Durable Object of the account bound, a purge reaches every data centre. */

import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import type { KeeperNamespace } from '../../src/http/account-keepers.ts';
import { connectionOf } from '../support/answer.ts';
import { createPurgeGateway, purge } from './purge-gateway.ts';

const settled = '{ testSessions(first: 2, filter: {to: "2026-11-20T00:00:00Z"}) { nodes { id sessionId } } }';
let secrets = 0;
/** Its own secret gives each gateway an object of its own. */
const newVars = () => ({ CACHE_PARTITION_SECRET: `for-tests-only-not-a-secret-purge-${++secrets}` });

/** Without a shared tier, isolates are as far from each other as data centres are. */
test('another data centre hears of it within 5 s', async () => {
  const gateway = createPurgeGateway({
    vars: { SHARED_CACHE: 'none', ...newVars() },
    bindings: { ACCOUNTS: env.ACCOUNTS },
  });
  const far = gateway.newIsolate();
  const [gone] = connectionOf(await far.ask(settled)).nodes;
  const idsOf = async () => connectionOf(await far.ask(settled)).nodes.map((node) => node?.id);
  gateway.emulator.deleteSession(String(gone?.sessionId));
  await gateway.clock.advance(10_000);
  expect(await idsOf()).toContain(gone?.id);
  expect((await purge(gateway)).body).toEqual({ purged: true, reach: 'everywhere' });
  await gateway.clock.advance(4_999);
  expect(await idsOf()).toContain(gone?.id);
  await gateway.clock.advance(1);
  expect(await idsOf()).not.toContain(gone?.id);
});

test('twice in 15 s is refused wherever the second one arrives', async () => {
  const gateway = createPurgeGateway({
    vars: { SHARED_CACHE: 'none', ...newVars() },
    bindings: { ACCOUNTS: env.ACCOUNTS },
  });
  const far = gateway.newIsolate();
  await far.ask(settled);
  expect((await purge(gateway)).status).toBe(200);
  await gateway.clock.advance(14_000);
  const refused = await purge(far);
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1']);
  await gateway.clock.advance(1_000);
  expect((await purge(far)).status).toBe(200);
});

test('Workers Cache is purged by the account’s tag, after the mark is set', async () => {
  const steps: string[] = [];
  const keepers: KeeperNamespace = {
    getByName: (tag) => ({
      leaseCalls: async (calls) => ({ calls, isScarce: false, retryAfterSeconds: null }),
      purgedAt: async () => 0,
      async markPurged() {
        steps.push(`mark ${tag}`);
        return 0;
      },
    }),
  };
  const gateway = createPurgeGateway({
    bindings: { ACCOUNTS: keepers },
    lifetime: { purgePages: async (tags) => void steps.push(`pages ${tags.join(' ')}`) },
  });
  expect((await purge(gateway)).status).toBe(200);
  await gateway.settle();
  const [mark, pages] = steps.map((step) => step.split(' '));
  expect([steps.length, mark?.[0], pages?.[0], mark?.[1] === pages?.[1]]).toEqual([2, 'mark', 'pages', true]);
  expect(mark?.[1]).toMatch(/^[0-9a-f]{64}$/);
});

test('where the object cannot be reached, readers are answered all the same', async () => {
  const broken = () => Promise.reject(new Error('the object is gone'));
  const gateway = createPurgeGateway({
    bindings: {
      ACCOUNTS: { getByName: () => ({ leaseCalls: broken, purgedAt: broken, markPurged: broken }) },
    },
  });
  const answer = await gateway.ask(settled);
  expect([answer.errors, connectionOf(answer).nodes.length]).toEqual([[], 2]);
});
