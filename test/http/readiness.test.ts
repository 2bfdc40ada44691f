/** `/ready`: whether the gateway can serve, for whoever decides where requests go. */

import { expect, test } from 'vitest';
import { version } from '../../package.json';
import { createTestGateway, type TestGatewayOptions } from '../support/test-gateway.ts';

async function visit(options: TestGatewayOptions = {}) {
  const gateway = createTestGateway(options);
  const response = await gateway.fetch(new Request('https://gateway.example/ready'));
  expect(response.headers.get('cache-control')).toBe('no-store');
  expect(gateway.upstreamCalls()).toBe(0);
  return { answer: [response.status, await response.json()], log: gateway.log };
}

test('is 200 where the configuration reads and the account objects are bound', async () => {
  const checks = { configuration: true, accounts: true };
  expect(await visit()).toEqual({ answer: [200, { status: 'ready', version, checks }], log: [] });
});

test('is 503 where the configuration does not read, and the log names the variable', async () => {
  const checks = { configuration: false, accounts: true };
  const accounts = { getByName: () => Promise.reject(new Error('nobody asks it')) };
  const vars = { MAX_PAGE_SIZE: 'many' };
  const { answer, log } = await visit({ vars, accounts: Object.create(accounts) });
  expect(answer).toEqual([503, { status: 'not ready', version, checks }]);
  const message = 'MAX_PAGE_SIZE holds "many"; it takes a whole number from 20 to 4000.';
  expect(log).toEqual([{ level: 'error', requestId: 'request-1', error: 'ConfigError', message }]);
});

test('is 503 where no account object is bound', async () => {
  const checks = { configuration: true, accounts: false };
  expect((await visit({ accounts: null })).answer).toEqual([503, { status: 'not ready', version, checks }]);
});
