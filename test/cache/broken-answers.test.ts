/** An answer that breaks upstream's contract is not asked for again at once, and not believed for long. */

import { describe, expect, test } from 'vitest';
import {
  createTestGateway,
  demoHeaders,
  type TestGateway,
  type TestIsolate,
} from '../support/test-gateway.ts';

const known = '{ testSessions(first: 1) { nodes { id } } }';
const asked = '{ testSessions(first: 1, filter: {branches: ["main"]}) { nodes { id } } }';
const html = { body: '<html>Sign in</html>' };
const errorOf = async (isolate: TestIsolate) => (await isolate.ask(asked)).errors[0]?.extensions.code ?? null;
const broken = 'UPSTREAM_INVALID_RESPONSE';

/** Upstream has accepted the credential, and answers with a page of HTML from now on. */
async function createBrokenGateway(vars: Readonly<Record<string, string>> = {}): Promise<TestGateway> {
  const gateway = createTestGateway({ vars: { SHARED_CACHE: 'none', ...vars } });
  await gateway.ask(known);
  gateway.emulator.setFaults([html]);
  return gateway;
}

describe('once upstream is well again', () => {
  test.each([
    ['5 s, as an open circuit', {}, 5_000],
    ['5 s, however long a head is fresh', { FRESH_HEAD_SECONDS: '3600' }, 5_000],
    [
      'no longer than the head of a list is fresh',
      { FRESH_HEAD_SECONDS: '2', FRESH_RUNNING_SECONDS: '1' },
      2_000,
    ],
  ])('a broken answer stands for %s', async (_time, vars, standsForMs) => {
    const gateway = await createBrokenGateway(vars);
    expect(await errorOf(gateway)).toBe(broken);
    const calls = gateway.upstreamCalls();
    gateway.emulator.setFaults([]);
    await gateway.clock.advance(standsForMs - 1);
    expect([await errorOf(gateway), gateway.upstreamCalls()]).toEqual([broken, calls]);
    await gateway.clock.advance(1);
    expect([await errorOf(gateway), gateway.upstreamCalls()]).toEqual([null, calls + 1]);
  });

  test('it stands as long in an isolate that heard of it late', async () => {
    const gateway = await createBrokenGateway();
    const other = gateway.newIsolate();
    expect(await errorOf(gateway)).toBe(broken);
    const calls = gateway.upstreamCalls();
    gateway.emulator.setFaults([]);
    await gateway.clock.advance(4_999);
    expect([await errorOf(other), gateway.upstreamCalls()]).toEqual([broken, calls]);
    await gateway.clock.advance(1);
    expect([await errorOf(other), await errorOf(gateway)]).toEqual([null, null]);
  });

  test('a reader who sends no-cache does not wait', async () => {
    const gateway = await createBrokenGateway({ NO_CACHE_FLOOR_SECONDS: '0' });
    expect(await errorOf(gateway)).toBe(broken);
    gateway.emulator.setFaults([]);
    await gateway.clock.advance(1);
    const headers = { 'cache-control': 'no-cache' };
    expect((await gateway.ask(asked, { headers: { ...demoHeaders, ...headers } })).errors).toEqual([]);
  });
});

test('while upstream stays broken, readers who ask every second make a call in five', async () => {
  const gateway = await createBrokenGateway();
  const calls = gateway.upstreamCalls();
  for (let second = 0; second < 60; second += 1) {
    expect(await errorOf(gateway)).toBe(broken);
    await gateway.clock.advance(1_000);
  }
  expect(gateway.upstreamCalls() - calls).toBe(12);
});
