/** W3C Trace Context: what is taken from a client, and what is handed on. */

import { expect, test } from 'vitest';
import { readTraceparent, toTraceparent } from '../../src/domain/trace-context.ts';

const traceId = '0af7651916cd43dd8448eb211c80319c';
const spanId = 'b7ad6b7169203331';

test.each([
  [`00-${traceId}-${spanId}-01`, '01'],
  [` 00-${traceId}-${spanId}-00 `, '00'],
  // Flags that version 00 does not know are not handed on.
  [`00-${traceId}-${spanId}-ff`, '01'],
  [`cc-${traceId}-${spanId}-01-what-the-future-brings`, '01'],
])('takes %s', (header, flags) => {
  expect(readTraceparent(header)).toEqual({ traceId, flags });
});

test.each([
  null,
  '',
  'garbage',
  `00-${traceId}-${spanId}`,
  `00-${traceId}-${spanId}-01-more`,
  `ff-${traceId}-${spanId}-01`,
  `00-${'0'.repeat(32)}-${spanId}-01`,
  `00-${traceId}-${'0'.repeat(16)}-01`,
  `00-${traceId.toUpperCase()}-${spanId}-01`,
  `00-${traceId}-${spanId}-01, 00-${traceId}-${spanId}-01`,
  `00-${traceId}-${spanId}-0x`,
  `00-${traceId}\r\nx-evil: 1-${spanId}-01`,
])('does not take %j', (header) => {
  expect(readTraceparent(header)).toBeNull();
});

test.each([
  [0, '0000000100000001'],
  [0.5, '8000000080000000'],
  [1 - Number.EPSILON, 'ffffffffffffffff'],
])('a span id is never all zeros: chance %f', (chance, expected) => {
  expect(toTraceparent({ traceId, flags: '01' }, () => chance)).toBe(`00-${traceId}-${expected}-01`);
});
