/** What the fuzzer takes for wrong: a judge that sees nothing would find nothing. */
import { expect, test } from 'vitest';
import type { Input } from '../../scripts/fuzz/inputs.ts';
import { type Answer, judgeAnswer, judgeLog } from '../../scripts/fuzz/judge.ts';

const promises = { codes: new Set(['BAD_USER_INPUT']), secrets: ['gw_secret'] };
const input: Input = { kind: 'test', method: 'POST', path: '/graphql', headers: {}, body: null };
const headers = {
  'content-type': 'application/json; charset=utf-8',
  'x-content-type-options': 'nosniff',
  'x-request-id': '0f8b1c1e-3d0b-4b0e-9f63-2f4d8f0c9a51',
};
const good: Answer = { status: 200, headers, body: Buffer.from('{"data":{}}'), ms: 1 };
const withBody = (body: string | Buffer): Answer => ({ ...good, body: Buffer.from(body) });
const withError = (extensions: object, message = 'm') =>
  withBody(JSON.stringify({ errors: [{ message, extensions }] }));

test.each<[string, Answer]>([
  ['data', good],
  ['a coded error', withError({ code: 'BAD_USER_INPUT' })],
  [
    "the runtime's own refusal",
    { status: 414, headers: { 'content-type': 'text/plain' }, body: Buffer.from('URI'), ms: 1 },
  ],
  [
    'an event',
    {
      ...withBody('event: next\ndata: {"data":{}}\n\n'),
      headers: { ...headers, 'content-type': 'text/event-stream' },
    },
  ],
])('%s is as promised', (_what, answer) => {
  expect(judgeAnswer(input, answer, promises)).toEqual([]);
});

test.each<[string, Answer, string]>([
  ['a fault', { ...good, status: 500 }, 'status 500'],
  ['a slow answer', { ...good, ms: 60_000 }, 'took more than 20000 ms'],
  ['a missing request id', { ...good, headers: { ...headers, 'x-request-id': '' } }, 'no request id'],
  ['bytes that are no UTF-8', withBody(Buffer.from([0xff])), 'the body is not UTF-8'],
  ['half of a pair', withBody('{"data":{"a":"\\ud83d"}}'), 'half of a surrogate pair'],
  ['what is not JSON', withBody('{'), 'not JSON'],
  ['an error without a code', withError({}), 'an error without a code: m'],
  ['a code that nobody promised', withError({ code: 'ODD' }), 'an error with the unknown code ODD'],
  ['a masked fault', withError({ code: 'INTERNAL_SERVER_ERROR' }), 'INTERNAL_SERVER_ERROR'],
  [
    'a long message',
    withError({ code: 'BAD_USER_INPUT' }, 'm'.repeat(1_001)),
    'an error with a long message',
  ],
  ['a refusal without an error', { ...good, status: 400 }, 'refused without an error'],
  ['a secret in the body', withBody('{"data":"gw_secret"}'), 'holds the secret gw_secret'],
  [
    'a secret in a header',
    { ...good, headers: { ...headers, etag: btoa('gw_secret') } },
    'holds the secret gw_secret',
  ],
  [
    'a bad event',
    { ...withBody('data: {\n\n'), headers: { ...headers, 'content-type': 'text/event-stream' } },
    'not JSON',
  ],
])('%s is a finding', (_what, answer, problem) => {
  expect(judgeAnswer(input, answer, promises)).toContain(problem);
});

test("a line of the log that holds a secret, is a fault or is not the gateway's is a finding", () => {
  expect(judgeLog('{"level":"info"}\n{"level":"warn"}\n', promises)).toEqual([]);
  expect(judgeLog('{"level":"info","a":"gw_secret"}\n{"level":"error"}\nUncaught x\n', promises)).toEqual([
    'log: holds the secret gw_secret',
    'log: {"level":"error"}',
    'log: Uncaught x',
  ]);
});
