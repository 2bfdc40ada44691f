/** Every way in which upstream misbehaves here, each as what stands between the gateway and the emulator. */

import type { VirtualClock } from '../support/clock.ts';
import type { Between } from '../support/test-gateway.ts';

export interface Misbehaviour {
  readonly name: string;
  readonly answer: Between;
}

const mebibyte = 1024 * 1024;

export const misbehaviours: readonly Misbehaviour[] = [
  always('connection refused', () => Promise.reject(new TypeError('connection refused'))),
  always('reset mid-body', () => streamed((nth) => (nth === 1 ? textBytes('{"entr') : null))),
  always('hang before headers', () => new Promise<never>(() => {})),
  always('hang mid-body', () => streamed((nth) => (nth === 1 ? textBytes('{"entr') : new Promise(() => {})))),
  always('one byte a second', (clock) =>
    streamed(async () => {
      await clock.sleep(1_000);
      return textBytes(' ');
    }),
  ),
  always(
    'HTML with 200',
    () => new Response('<html>Sign in</html>', { headers: { 'content-type': 'text/html' } }),
  ),
  changed('cut JSON', (text) => text.slice(0, text.length / 2)),
  changed('wrong types', (text) => text.replaceAll(/"name":"[^"]*"/g, '"name":7')),
  changed('missing fields', (text) => text.replaceAll(/"region":"[^"]*",?/g, '')),
  changed('nulls for entries', (text) => JSON.stringify({ ...JSON.parse(text), entries: [null, null] })),
  always('50 MB', () => streamed((nth) => (nth <= 50 ? new Uint8Array(mebibyte) : null))),
  always('compressed bomb', () => new Response(bomb())),
  always(
    'redirect',
    () => new Response(null, { status: 302, headers: { location: 'https://elsewhere.example/' } }),
  ),
  ...[
    null,
    '0',
    '3',
    '10',
    '11',
    '86400',
    'soon',
    '-1',
    '9'.repeat(400),
    'Tue, 24 Nov 2026 23:00:00 GMT',
  ].map((value) =>
    always(`429, Retry-After ${value === null ? 'absent' : shorten(value)}`, () => limited(value)),
  ),
  {
    name: '401 mid-walk',
    answer: (request, pass) =>
      request.url.includes('nextId') ? new Response(null, { status: 401 }) : pass(request),
  },
  always('408', () => new Response(null, { status: 408 })),
  always('500', () => new Response(null, { status: 500 })),
  always('503', () => new Response(null, { status: 503 })),
  firstOnly('500 then fine', 500),
  firstOnly('503 then fine', 503),
  changed('repeated token', (text) => text.replace(/"nextId":(?:null|"[^"]*")/, '"nextId":"again"')),
  countedEmptyPages(),
];

function always(name: string, answer: (clock: VirtualClock) => Response | Promise<Response>): Misbehaviour {
  return { name, answer: (_request, _pass, clock) => answer(clock) };
}

function changed(name: string, change: (text: string) => string): Misbehaviour {
  return {
    name,
    answer: async (request, pass) => {
      const url = new URL(request.url);
      // A token of the fault's own means nothing to the emulator.
      if (url.searchParams.get('nextId') === 'again') url.searchParams.delete('nextId');
      const response = await pass(new Request(url, request));
      return new Response(change(await response.text()), response);
    },
  };
}

function firstOnly(name: string, status: number): Misbehaviour {
  const failed = new WeakSet<VirtualClock>();
  return {
    name,
    answer: (request, pass, clock) => {
      if (failed.has(clock)) return pass(request);
      failed.add(clock);
      return new Response(null, { status });
    },
  };
}

function countedEmptyPages(): Misbehaviour {
  let pages = 0;
  return {
    name: 'empty page with token',
    answer: () => Response.json({ length: 0, entries: [], nextId: `token-${++pages}` }),
  };
}

function limited(retryAfter: string | null): Response {
  return new Response(null, {
    status: 429,
    headers: retryAfter === null ? {} : { 'retry-after': retryAfter },
  });
}

function shorten(value: string): string {
  return value.length > 40 ? `of ${value.length} digits` : value;
}

/** `chunk` gives what comes next; null resets the connection. */
function streamed(chunk: (nth: number) => Uint8Array | null | Promise<Uint8Array>): Response {
  let nth = 0;
  return new Response(
    new ReadableStream({
      async pull(controller) {
        nth += 1;
        const bytes = await chunk(nth);
        if (bytes === null) controller.error(new TypeError('connection reset'));
        else controller.enqueue(bytes);
      },
    }),
  );
}

function textBytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** As the runtime hands it on: unpacked while it is read. */
function bomb(): ReadableStream {
  const zeros = new Uint8Array(mebibyte);
  let chunks = 0;
  const packed = new ReadableStream({
    pull(controller) {
      chunks += 1;
      if (chunks > 50) controller.close();
      else controller.enqueue(zeros);
    },
  });
  return packed.pipeThrough(new CompressionStream('gzip')).pipeThrough(new DecompressionStream('gzip'));
}
