/** The inner entrypoint itself, in workerd: what its loopback delivers. Workers Cache in front of it is not emulated. */

import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test';
import { env, exports } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { demoPartition, toQuestion } from './page-question.ts';

test('a loopback without a partition is answered with 500', async () => {
  const response = await exports.Pages({ props: { partition: '' } }).fetch(toQuestion());
  expect([response.status, response.headers.get('cache-control')]).toEqual([500, 'no-store']);
});

test('the partition arrives in its props: the page is asked for, of an upstream that is not there', async () => {
  const response = await exports.Pages({ props: { partition: demoPartition } }).fetch(toQuestion());
  expect([response.status, response.headers.get('cache-control')]).toEqual([503, 'no-store']);
  expect(response.headers.get('x-gateway-failure')).toBe('{"kind":"unavailable","status":null}');
});

test('purging where there is no Workers Cache does nothing and does not fail', async () => {
  await expect(exports.Pages({ props: { partition: '' } }).purge('tag')).resolves.toBeUndefined();
});

test('the bindings of the test are those of a deployment', () => {
  const context = createExecutionContext();
  expect([typeof waitOnExecutionContext, typeof context.waitUntil, 'ACCOUNTS' in env]).toEqual([
    'function',
    'function',
    true,
  ]);
});
