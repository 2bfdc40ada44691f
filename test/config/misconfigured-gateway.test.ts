/** What a gateway that cannot be configured tells: its readers nothing, its operator the variable. */

import { expect, test } from 'vitest';
import { createTestGateway } from '../support/test-gateway.ts';

test.each([
  ['MAX_PAGE_SIZE', 'many', 'MAX_PAGE_SIZE holds "many"; it takes a whole number from 20 to 4000.'],
  [
    'CHECKLY_API_URL',
    'http://inner.example',
    'CHECKLY_API_URL holds "http://inner.example"; it takes an https address without query, user or fragment (http on a loopback address only).',
  ],
  [
    'GATEWAY_TOKENS',
    'hush',
    'GATEWAY_TOKENS holds a secret of 4 characters; it takes JSON of the form {"gw_…": {"key": "cu_…", "account": "…"}}, with "gw_" and at least 20 letters, digits, _ or - for each token, and a UUID for each account.',
  ],
])('a wrong %s is a 500 that names no value, and a line in the log', async (name, value, message) => {
  const gateway = createTestGateway({ vars: { [name]: value } });
  const answer = await gateway.ask('{ testSessions { nodes { id } } }');
  expect([answer.status, answer.data, answer.errors]).toEqual([
    500,
    null,
    [
      {
        message: 'The gateway is misconfigured; its log names the variable.',
        extensions: { code: 'INTERNAL_SERVER_ERROR' },
      },
    ],
  ]);
  expect(answer.headers.get('x-request-id')).toBe('request-1');
  expect(gateway.log).toEqual([{ level: 'error', requestId: 'request-1', error: 'ConfigError', message }]);
  expect(gateway.emulator.stats().recent).toEqual([]);
});

test('a misconfigured gateway is not healthy, and says so each time', async () => {
  const gateway = createTestGateway({ vars: { ENVIRONMENT: 'staging' } });
  const visit = () => gateway.fetch(new Request('https://gateway.example/health'));
  expect([(await visit()).status, (await visit()).status]).toEqual([500, 500]);
  expect(gateway.log).toHaveLength(2);
});
