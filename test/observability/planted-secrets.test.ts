/** Marks are planted wherever somebody's secret may stand, and searched for in all that is seen from outside. */

import { expect, test } from 'vitest';
import { demoAccountId } from '../../emulator/accounts.ts';
import type { Fault } from '../../emulator/faults.ts';
import {
  bearer,
  createSigningKey,
  jwtVars,
  keySetUrl,
  signJwt,
  toKeySet,
} from '../credentials/jwt-issuer.ts';
import { createTestGateway, demoHeaders, type TestGateway } from '../support/test-gateway.ts';

/** Nobody may read these anywhere. */
const passed = 'cu_mark_passed_through_key';
const held = 'cu_mark_held_key';
const token = 'gw_mark_gateway_token_00000';
const unknownToken = 'gw_mark_unknown_token_00000';
const purgeToken = 'purge_mark_purge_token_00000';
const unknownPurgeToken = 'purge_mark_unknown_token_00000';
const jwtSubject = 'mark_jwt_subject';
const signingKey = await createSigningKey('mark_key_id');
const jwt = await signJwt(signingKey, { sub: jwtSubject });
const refusedJwt = await signJwt(signingKey, { sub: jwtSubject, aud: 'mark_audience' });
const partitionSecret = 'mark_partition_secret_0000000000000000000';
const credentials = [
  ...[passed, held, token, unknownToken, purgeToken, unknownPurgeToken, partitionSecret],
  ...[jwtSubject, 'mark_key_id', 'mark_audience', ...`${jwt}.${refusedJwt}`.split('.')],
];
/** What upstream writes beside data: only upstream's own people may read it. */
const upstreamMark = 'mark-of-upstream';
/** What a reader sends: the reader's own answer may quote it, the log and the headers may not. */
const readerMark = 'mark-of-the-reader';

const vars = {
  CACHE_PARTITION_SECRET: partitionSecret,
  GATEWAY_TOKENS: JSON.stringify({ [token]: { key: held, account: demoAccountId } }),
  ...jwtVars,
  CHECKLY_API_KEY: held,
  PURGE_TOKENS: JSON.stringify({ [purgeToken]: demoAccountId }),
};

const echo = {
  message: `${passed} ${held} ${upstreamMark}`,
  at: `Error: ${upstreamMark}\n    at upstream.js:1`,
};
const entry = { id: `${upstreamMark}-id`, name: upstreamMark, created_at: upstreamMark };
const faultSets: readonly (readonly Fault[])[] = [
  [],
  ...[400, 401, 402, 403, 404, 408, 429, 500, 503].map((status) => [{ status, body: echo }]),
  [{ status: 429, headers: { 'retry-after': upstreamMark }, body: echo }],
  [{ status: 302, headers: { location: `https://evil.example/?${upstreamMark}` } }],
  [{ status: 200, body: echo }],
  [{ status: 200, body: `<html>${upstreamMark} ${held}` }],
  [{ status: 200, body: { length: 1, entries: [entry], nextId: null } }],
  [{ dropConnection: true }],
  [{ hang: true }],
];

const readers: readonly Record<string, string>[] = [
  { authorization: `Bearer ${passed}`, 'x-checkly-account': demoAccountId },
  { authorization: `Bearer ${token}` },
  { authorization: `Bearer ${unknownToken}` },
  bearer(jwt),
  bearer(refusedJwt),
  { authorization: `Basic ${passed}` },
  { authorization: `Bearer ${passed} ${readerMark}` },
  { authorization: `Bearer ${passed}`, 'x-checkly-account': readerMark },
  demoHeaders,
];
const extra = {
  cookie: `session=${readerMark}`,
  'user-agent': readerMark,
  'x-request-id': readerMark,
  traceparent: `00-${readerMark}-01`,
  tracestate: `vendor=${readerMark}`,
  'x-gateway-debug': readerMark,
};

const variables = { text: readerMark, branches: [readerMark], after: readerMark };
const questions: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
  [
    'query ($branches: [String!]) { testSessions(filter: {branches: $branches}) { nodes { id name } } }',
    variables,
  ],
  ['query ($text: String) { testSessions(filter: {search: $text}) { edges { cursor } } }', variables],
  ['query ($after: String) { testSessions(after: $after) { edges { cursor } } }', variables],
  ['query ($text: Int) { testSessions(first: $text) { edges { cursor } } }', variables],
  [`{ testSession(id: "${readerMark}") { status results { checkRunId: id } } }`, {}],
  [`{ testSessions(filter: {users: ["${readerMark}"]}) { nodes { id } } } # ${readerMark}`, {}],
  [`{ nothing(argument: "${readerMark}") }`, {}],
  [`{ "${readerMark}" `, {}],
];

/** Every line, every header and every error that came of it. */
async function see(gateway: TestGateway, reader: Record<string, string>) {
  const headers: string[] = [];
  const errors: string[] = [];
  const ask = async (path: string, init: RequestInit) => {
    const response = await gateway.fetch(new Request(`https://gateway.example${path}`, init));
    headers.push(JSON.stringify([...response.headers]));
    const body: unknown = JSON.parse((await response.text()) || '{}');
    errors.push(
      JSON.stringify(typeof body === 'object' && body !== null ? Reflect.get(body, 'errors') : body),
    );
  };
  const sent = { ...extra, ...reader };
  const json = { ...sent, 'content-type': 'application/json' };
  for (const [query, held] of questions) {
    await ask('/graphql', {
      method: 'POST',
      headers: json,
      body: JSON.stringify({ query, variables: held }),
    });
    const { searchParams } = new URL(
      `https://g/?${new URLSearchParams({ query, variables: JSON.stringify(held) })}`,
    );
    await ask(`/graphql?${searchParams}`, { headers: sent });
  }
  await ask('/graphql', { method: 'POST', headers: json, body: `{"query": ${readerMark}` });
  await ask('/graphql', {
    method: 'POST',
    headers: { ...sent, 'content-type': 'text/plain' },
    body: readerMark,
  });
  for (const secret of [purgeToken, unknownPurgeToken]) {
    await ask('/purge', { method: 'POST', headers: { ...extra, authorization: `Bearer ${secret}` } });
  }
  await ask('/ready', { headers: sent });
  await gateway.settle();
  return { headers: headers.join('\n'), errors: errors.join('\n') };
}

const found = (text: string, marks: readonly string[]) =>
  marks.filter((mark) =>
    [mark, btoa(mark).replaceAll('=', ''), encodeURIComponent(mark)].some((form) => text.includes(form)),
  );

test('no key, no token, no variable, no body and nothing of upstream is in the log, in headers or in errors', async () => {
  for (const faults of faultSets) {
    const gateway = createTestGateway({
      emulator: { sessions: 3 },
      vars,
      between: (request, pass) =>
        request.url === keySetUrl ? new Response(toKeySet(signingKey)) : pass(request),
    });
    gateway.emulator.setFaults(faults);
    for (const reader of readers) {
      const seen = await see(gateway, reader);
      const log = JSON.stringify(gateway.log);
      const all = [...credentials, upstreamMark, readerMark];
      expect([found(log, all), found(seen.headers, all)], JSON.stringify(faults)).toEqual([[], []]);
      expect(found(seen.errors, [...credentials, upstreamMark]), JSON.stringify(faults)).toEqual([]);
    }
    // Each request and, where there was something to fail, each failure left a line to be searched.
    expect(gateway.log.length).toBeGreaterThan(readers.length * questions.length);
  }
}, 120_000);
