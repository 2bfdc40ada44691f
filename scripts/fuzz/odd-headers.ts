/** Headers as careless or hostile clients send them. */
import type { Random } from '../../emulator/random.ts';
import { damageText, oddText } from './odd-values.ts';

const samples: Readonly<Record<string, readonly string[]>> = {
  accept: [
    '*/*',
    'text/html',
    '*/*;q=0.1, application/graphql-response+json',
    'application/json;q=0',
    'application/json;charset=utf-8',
    'text/event-stream, application/json',
    'multipart/mixed;subscriptionSpec=1.0',
    ';;,,q=',
  ],
  'content-type': [
    'application/json',
    'application/json; charset=utf-16',
    'application/x-www-form-urlencoded',
    'text/plain',
    'multipart/form-data; boundary=x',
  ],
  authorization: [
    'Bearer ',
    'Bearer cu_x',
    'Bearer gw_00000000000000000000',
    'Basic eDp5',
    'bearer sv_demo',
    'Digest x',
  ],
  'x-checkly-account': [
    '11111111-1111-4111-8111-111111111111',
    '22222222-2222-4222-8222-222222222222',
    'x',
    '*',
  ],
  'x-request-id': ['0f8b1c1e-3d0b-4b0e-9f63-2f4d8f0c9a51', 'x'.repeat(500)],
  traceparent: [
    '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    '00-00000000000000000000000000000000-0000000000000000-00',
    'ff-x',
  ],
  tracestate: ['a=b,c=d'],
  'cache-control': ['no-cache', 'no-store', 'max-age=0', 'max-age=-1, no-cache=x', 'only-if-cached'],
  pragma: ['no-cache'],
  'if-none-match': ['*', '"x"', 'W/"x", "y"'],
  'accept-encoding': ['gzip', 'gzip;q=0', 'br, gzip;q=0.5', '*', 'identity;q=0'],
  origin: ['https://dashboard.example', 'null', 'x'],
  cookie: ['session=x'],
  'x-gateway-debug': ['1'],
  'access-control-request-method': ['POST'],
  'x-http-method-override': ['DELETE'],
  'content-encoding': ['gzip', 'identity'],
};

/** One to four of them, by chance damaged. @param sent what a damaged one may be made of */
export function oddHeaders(
  random: Random,
  sent: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const names = Object.keys(samples);
  return Object.fromEntries(
    Array.from({ length: random.integer(1, 4) }, () => {
      const name = random.pick(names);
      const value =
        sent[name] !== undefined && random.chance(0.5) ? sent[name] : random.pick(samples[name] ?? ['']);
      const odd = random.chance(0.2) ? oddText(random) : damageText(random, value);
      return [name, toHeaderValue(random.chance(0.4) ? value : odd)];
    }),
  );
}

const maxHeaderLength = 4_000;

/** What HTTP lets through: visible characters, spaces, and bytes above 127. */
function toHeaderValue(text: string): string {
  return text
    .replaceAll(/[^\t\x20-\x7e\x80-\xff]/g, '')
    .slice(0, maxHeaderLength)
    .trim();
}
