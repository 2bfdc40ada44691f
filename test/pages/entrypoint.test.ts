/** The inner entrypoint itself, in workerd: what its loopback delivers. Workers Cache in front of it is not emulated. */

import { exports } from 'cloudflare:workers';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createEmulator, type Emulator } from '../../emulator/emulator.ts';
import { readPageResponse } from '../../src/pages/page-answer.ts';
import { demoPartition, toQuestion } from './page-question.ts';

let emulator: Emulator;

/** The emulator stands for the network that the entrypoint reaches. */
beforeEach(() => {
  emulator = createEmulator({ now: () => Date.now(), sessions: 3 });
  vi.stubGlobal('fetch', async (request: Request) => emulator.fetch(request));
});
afterEach(() => void vi.unstubAllGlobals());

test.each([{ props: {} }, { props: { partition: '' } }, { props: { partition: `${demoPartition}0` } }])(
  'a loopback with %j is answered with 500, and asks upstream nothing',
  async ({ props }) => {
    const response = await exports.Pages({ props: { partition: '', ...props } }).fetch(toQuestion());
    expect([response.status, response.headers.get('cache-control'), emulator.stats().recent]).toEqual([
      500,
      'no-store',
      [],
    ]);
  },
);

test('the partition arrives in its props, and the page comes back with its times', async () => {
  const response = await exports.Pages({ props: { partition: demoPartition } }).fetch(toQuestion());
  expect([response.status, response.headers.get('cache-control')]).toEqual([
    200,
    // The real clock goes on between upstream's answer and this one.
    expect.stringMatching(/^public, max-age=(?:\d|10), stale-while-revalidate=30, stale-if-error=3600$/),
  ]);
  expect(await readPageResponse(response)).toMatchObject({ value: { rows: [{}, {}, {}] } });
});

test('the documentation’s other form delivers no props, and is refused', async () => {
  const init: object = { props: { partition: demoPartition } };
  const response = await exports.Pages.fetch(toQuestion(), init);
  expect(response.status).toBe(500);
});

test('upstream’s 429 leaves as a 503 with its cause', async () => {
  emulator.setFaults([{ status: 429, headers: { 'Retry-After': '60' } }]);
  const response = await exports.Pages({ props: { partition: demoPartition } }).fetch(toQuestion());
  expect([response.status, response.headers.get('x-gateway-failure')]).toEqual([
    503,
    '{"kind":"rate-limited","retryAfterSeconds":60}',
  ]);
});

test('purging where there is no Workers Cache does nothing and does not fail', async () => {
  await expect(exports.Pages({ props: { partition: '' } }).purge(['tag'])).resolves.toBeUndefined();
});
