/** The line about the last answer, by the headers and the body that the gateway gives. */
import { expect, test } from 'vitest';
import { describeAnswer, readRefusal } from '../../web/graphiql/last-answer.ts';

function describeWith(headers: Record<string, string>, body: unknown = {}): string {
  return describeAnswer({ status: 200, durationMs: 42.4, headers: new Headers(headers), body });
}

const cost = (upstreamCalls: number, savedCalls: number) => ({
  extensions: { cost: { upstreamCalls, savedCalls } },
});

test.each([
  ['an introspection', {}, {}, 'HTTP 200 · 42 ms'],
  [
    'a miss',
    { 'cache-status': 'gateway-edge; fwd=miss, gateway-memory; fwd=miss', age: '0' },
    cost(1, 0),
    'HTTP 200 · 42 ms · cache: miss · 0 s old · 1 call to Checkly',
  ],
  [
    'a hit in memory',
    { 'cache-status': 'gateway-memory; hit; ttl=8', age: '2' },
    cost(0, 3),
    'HTTP 200 · 42 ms · cache: hit in memory, fresh for 8 s · 2 s old · 0 calls to Checkly, 3 saved',
  ],
  [
    'a hit in the edge cache behind a miss in memory',
    { 'cache-status': 'gateway-edge; hit; ttl=8, gateway-memory; fwd=miss' },
    cost(0, 1),
    'HTTP 200 · 42 ms · cache: hit in edge cache, fresh for 8 s · 0 calls to Checkly, 1 saved',
  ],
  [
    'a stale hit',
    { 'cache-status': 'gateway-memory; hit; ttl=-4; detail="stale: revalidating"' },
    {},
    'HTTP 200 · 42 ms · cache: hit in memory, stale',
  ],
  [
    'a whole answer',
    { 'cache-status': 'gateway-responses; hit; ttl=3' },
    {},
    'HTTP 200 · 42 ms · cache: hit in the whole answer, fresh for 3 s',
  ],
])('tells of %s', (_what, headers, body, line) => {
  expect(describeWith(headers, body)).toBe(line);
});

test('tells of a stream that it is one', () => {
  expect(describeAnswer({ status: 200, durationMs: 3, headers: new Headers(), body: undefined })).toBe(
    'HTTP 200 · 3 ms · a stream of events',
  );
});

test('reads the code of a refusal, and none of anything else', () => {
  expect(readRefusal({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] })).toBe('UNAUTHENTICATED');
  for (const body of [null, undefined, [], {}, { errors: 7 }, { errors: [] }, { errors: [null] }]) {
    expect(readRefusal(body)).toBeNull();
  }
});
