/** A wall of dashboards on one credential: what it costs upstream, and how old what it shows is. */

import { expect, test } from 'vitest';
import { createTestGateway, type TestGateway, testStart, toRequest } from '../support/test-gateway.ts';

const filters = [
  '{}',
  '{branches: ["main"]}',
  '{statuses: [FAILED]}',
  '{statuses: [RUNNING]}',
  '{statuses: [FAILED], branches: ["main"]}',
  '{providers: [GITHUB]}',
  '{createdWithin: "PT24H"}',
  '{search: "checkout"}',
];
const dashboards = 500;
const pollSeconds = 5;
const minutes = 10;

interface Observed {
  readonly callsByMinute: number[];
  /** In whole seconds, as the `Age` header tells it. */
  readonly agesSeconds: number[];
}

/** Dashboards poll one after another: a hundred in each second of the five. */
async function watch(gateway: TestGateway): Promise<Observed> {
  const callsByMinute: number[] = [];
  const agesSeconds: number[] = [];
  let callsBefore = 0;
  for (let second = 0; second < minutes * 60; second += 1) {
    if (second % 20 === 0) startSession(gateway, second);
    for (const dashboard of pollersOf(second)) {
      const { headers } = await gateway.clock.run(poll(gateway, dashboard));
      agesSeconds.push(Number(headers.get('age')));
    }
    await gateway.settle();
    await gateway.clock.advance(1_000);
    if (second % 60 !== 59) continue;
    callsByMinute.push(gateway.upstreamCalls() - callsBefore);
    callsBefore = gateway.upstreamCalls();
  }
  return { callsByMinute, agesSeconds };
}

function startSession(gateway: TestGateway, second: number): void {
  const startedAt = testStart + second * 1000;
  const input = { status: 'RUNNING', branchName: 'main', _endsAt: startedAt + 30_000 };
  gateway.emulator.addSessions([{ ...input, created_at: new Date(startedAt).toISOString() }]);
}

function pollersOf(second: number): number[] {
  return Array.from({ length: dashboards / pollSeconds }, (_, i) => i * pollSeconds + (second % pollSeconds));
}

async function poll(gateway: TestGateway, dashboard: number): Promise<Response> {
  const filter = filters[dashboard % filters.length];
  const response = await gateway.fetchNow(
    toRequest(
      `{ testSessions(filter: ${filter}, first: 20) { nodes { sessionId name status counts { failed } } } }`,
    ),
  );
  await response.arrayBuffer();
  return response;
}

function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

test('500 dashboards with 8 filters stay far below the limit, and what they show is seconds old', async () => {
  const gateway = createTestGateway();
  const { callsByMinute, agesSeconds } = await watch(gateway);
  expect(agesSeconds).toHaveLength((dashboards / pollSeconds) * 60 * minutes);
  expect(Math.max(...callsByMinute)).toBe(78);
  const sorted = [...agesSeconds].sort((a, b) => a - b);
  const staleness = { median: percentile(sorted, 0.5), p99: percentile(sorted, 0.99), max: sorted.at(-1) };
  expect(staleness).toEqual({ median: 3, p99: 9, max: 10 });
}, 240_000);
