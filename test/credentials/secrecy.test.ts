/** Keys and tokens go upstream and nowhere else. */

import { expect, test } from 'vitest';
import type { Fault } from '../../emulator/faults.ts';
import { createTestGateway, demoHeaders } from '../support/test-gateway.ts';

const secret = 'cu_a-secret-that-nobody-may-see';
const headers = { ...demoHeaders, authorization: `Bearer ${secret}` };
const echo = { message: `the key ${secret} is bad`, at: `Error: ${secret}\n    at upstream.js:1` };

test.each<[string, readonly Fault[]]>([
  ['refused by upstream', []],
  ['echoed in a 403', [{ status: 403, body: echo }]],
  ['echoed in a 500', [{ status: 500, body: echo }]],
  ['echoed in a broken list', [{ status: 200, body: echo }]],
  ['echoed in what is not JSON', [{ status: 200, body: `<html>${secret}</html>` }]],
  ['echoed in a redirect', [{ status: 302, headers: { location: `https://evil.example/?${secret}` } }]],
  ['echoed in a malformed entry', [{ body: { length: 1, entries: [{ id: secret, name: secret }] } }]],
  ['in flight when the connection drops', [{ dropConnection: true }]],
  ['in flight when upstream hangs', [{ hang: true }]],
])('a key %s shows neither in the answer nor in the log', async (_case, faults) => {
  const gateway = createTestGateway();
  gateway.emulator.setFaults(faults);
  const {
    data,
    errors,
    extensions,
    headers: answerHeaders,
  } = await gateway.ask('{ testSessions(first: 1) { edges { node { id } } } }', { headers });
  expect(errors).toHaveLength(1);
  expect(JSON.stringify([data, errors, extensions, [...answerHeaders], gateway.log])).not.toContain(secret);
});

test.each([`Bearer ${secret} again`, `Basic ${secret}`, `Bearer gw_${secret}`, `Bearer ${secret}!`])(
  'a credential that is refused is not quoted: %s',
  async (authorization) => {
    const gateway = createTestGateway();
    const { data, errors } = await gateway.ask('{ testSessions { edges { cursor } } }', {
      headers: { ...demoHeaders, authorization },
    });
    expect(errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
    expect(JSON.stringify([data, errors, gateway.log])).not.toContain(secret);
  },
);
