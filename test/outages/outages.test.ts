/// <reference types="vite/types/importMeta.d.ts" />
/** What a client gets for every misbehaviour of upstream in each state of the cache: the table of docs/outages.md. */

import { describe, expect, test } from 'vitest';
import { createPurgeGateway, purge } from '../purge/purge-gateway.ts';
import type { Answer } from '../support/answer.ts';
import type { TestGateway } from '../support/test-gateway.ts';
import { type Misbehaviour, misbehaviours } from './faults.ts';

const head = '{ testSessions(first: 120) { nodes { id } } }';
const closed = '{ testSessions(first: 120, filter: {to: "2026-11-23T00:00:00Z"}) { nodes { id } } }';
const path = '../../docs/outages.md';
const pages = import.meta.glob<string>('../../docs/outages.md', {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** How a cache comes to its state. */
const states: Readonly<Record<string, { query: string; prepare(gateway: TestGateway): Promise<void> }>> = {
  cold: { query: head, prepare: async () => {} },
  fresh: { query: head, prepare: (gateway) => readAndWait(gateway, head, 1_000) },
  stale: { query: head, prepare: (gateway) => readAndWait(gateway, head, 20_000) },
  'stale-if-error': { query: head, prepare: (gateway) => readAndWait(gateway, head, 50_000) },
  purged: {
    query: head,
    async prepare(gateway) {
      await readAndWait(gateway, head, 1_000);
      expect((await purge(gateway)).status).toBe(200);
      await gateway.clock.advance(6_000);
    },
  },
  'validity over': { query: closed, prepare: (gateway) => readAndWait(gateway, closed, 70_000) },
};

async function readAndWait(gateway: TestGateway, query: string, ms: number): Promise<void> {
  expect((await gateway.ask(query)).errors).toEqual([]);
  await gateway.settle();
  await gateway.clock.advance(ms);
}

async function tell(misbehaviour: Misbehaviour, state: string): Promise<string> {
  const { query, prepare } = states[state] ?? { query: head, prepare: async () => {} };
  let isOut = false;
  let calls = 0;
  const gateway = createPurgeGateway({
    emulator: { sessions: 250 },
    between: (request, pass, clock) => {
      if (!isOut) return pass(request);
      calls += 1;
      return misbehaviour.answer(request, pass, clock);
    },
  });
  await prepare(gateway);
  isOut = true;
  const startMs = gateway.clock.now();
  const answer = await gateway.ask(query);
  const tookMs = gateway.clock.now() - startMs;
  await gateway.settle();
  const outcome = tellOutcome(answer);
  // Complete answers are of the sessions that there are, in their order.
  if (answer.errors.length === 0) expect(answer.data).toEqual(await askHealthy(query));
  const awaited = Number(Object(answer.extensions.cost).upstreamCalls ?? 0);
  expect(awaited).toBeLessThanOrEqual(calls);
  const behind = calls - awaited;
  return `${outcome}, ${tookMs / 1000} s, ${awaited}${behind === 0 ? '' : ` + ${behind}`}`;
}

/** What a gateway answers whose upstream is well: its emulator has the same sessions. */
async function askHealthy(query: string): Promise<Answer['data']> {
  const known = healthy.get(query);
  if (known !== undefined) return known;
  const { data, errors } = await createPurgeGateway({ emulator: { sessions: 250 } }).ask(query);
  expect(errors).toEqual([]);
  healthy.set(query, data);
  return data;
}

const healthy = new Map<string, Answer['data']>();

function tellOutcome({ data, errors, extensions }: Answer): string {
  const code = `${errors[0]?.extensions.code}`;
  if (data === null || data.testSessions === null) return code;
  if (errors.length > 0) return `the other rows, ${code}`;
  const stale = Array.isArray(extensions.stale) ? extensions.stale : [];
  const reasons = new Set(stale.map(({ reason }) => `${reason}`));
  return reasons.size === 0 ? 'whole' : `stale (${[...reasons].join(', ')})`;
}

const names = Object.keys(states);
const lines = [`| upstream | ${names.join(' | ')} |`, `|---${'|---'.repeat(names.length)}|`];

describe('a bounded answer in every state of the cache under', () => {
  test.each(misbehaviours)(
    '$name',
    async (misbehaviour) => {
      const cells: string[] = [];
      for (const state of names) cells.push(await tell(misbehaviour, state));
      lines.push(`| ${[misbehaviour.name, ...cells].join(' | ')} |`);
    },
    60_000,
  );
});

test('docs/outages.md says so', async () => {
  const page = pages[path] ?? '';
  const [start, end] = ['<!-- outages:start -->\n', '<!-- outages:end -->'];
  const before = page.slice(0, page.indexOf(start) + start.length);
  const printed = `${before}${lines.join('\n')}\n${page.slice(page.indexOf(end))}`;
  await expect(printed).toMatchFileSnapshot(path);
});
