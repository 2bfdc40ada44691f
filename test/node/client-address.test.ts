/** The client's address behind proxies: only what a trusted one wrote counts. */

import { expect, test } from 'vitest';
import { toClientAddress } from '../../src/node/client-address.ts';

test.each([
  ['the connection itself', '203.0.113.7', undefined, 0, '203.0.113.7'],
  ['an IPv4 address on an IPv6 socket', '::ffff:203.0.113.7', undefined, 0, '203.0.113.7'],
  ['a connection that is gone', undefined, undefined, 0, ''],
  ['no trusted proxy: the header was written by the client', '203.0.113.7', '198.51.100.1', 0, '203.0.113.7'],
  ['one proxy', '10.0.0.1', '198.51.100.1', 1, '198.51.100.1'],
  ['one proxy, and what the client wrote before it', '10.0.0.1', '1.1.1.1, 198.51.100.1', 1, '198.51.100.1'],
  ['two proxies', '10.0.0.1', '1.1.1.1, 198.51.100.1, 10.0.0.2', 2, '198.51.100.1'],
  ['fewer entries than proxies', '10.0.0.1', '198.51.100.1', 2, '198.51.100.1'],
  ['an empty header', '10.0.0.1', '', 1, '10.0.0.1'],
  ['no header', '10.0.0.1', undefined, 1, '10.0.0.1'],
  ['an IPv6 address', '10.0.0.1', '2001:db8::1', 1, '2001:db8::1'],
])('%s', (_case, connection, forwarded, trustedProxies, address) => {
  expect(toClientAddress(connection, forwarded, trustedProxies)).toBe(address);
});
