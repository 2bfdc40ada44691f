/// <reference types="vite/types/importMeta.d.ts" />
/**
 * How long it takes until a screen shows what has happened in Checkly: the table of docs/caching.md. Checkly itself
 * answers at once here, so what is measured is the gateway's part and the screen's.
 */

import { expect, test } from 'vitest';
import { demoPurgeToken, purge } from '../purge/purge-gateway.ts';
import { createTestGateway, demoHeaders, type TestGateway, testStart } from '../support/test-gateway.ts';

const events = 24;
/** No multiple of any interval here, so that an event meets each phase of them. */
const eventEveryMs = 37_300;
const runsForMs = 20_000;
const query = '{ testSessions(first: 20) { nodes { sessionId status } } }';

interface Setting {
  readonly title: string;
  readonly event: 'start' | 'end';
  readonly screens: number;
  /** Between two polls of a screen; null to ask when the answer is no longer fresh, by `Cache-Control`. */
  readonly pollMs: number | null;
  readonly isPurged?: boolean;
}

const settings: readonly Setting[] = [
  { title: 'a session starts, in a list where nothing runs', event: 'start', screens: 1, pollMs: 5_000 },
  { title: 'the same', event: 'start', screens: 10, pollMs: 5_000 },
  { title: 'a running session ends', event: 'end', screens: 1, pollMs: 5_000 },
  { title: 'the same', event: 'end', screens: 10, pollMs: 5_000 },
  { title: 'the same', event: 'end', screens: 3, pollMs: 1_000 },
  { title: 'the same', event: 'end', screens: 1, pollMs: null },
  {
    title: 'the same, with a purge by the pipeline',
    event: 'end',
    screens: 10,
    pollMs: 5_000,
    isPurged: true,
  },
];

class Screen {
  readonly #gateway: TestGateway;
  readonly #setting: Setting;
  nextAtMs: number;
  /** The newest answer's sessions, by id. */
  shown: ReadonlyMap<string, string> = new Map();

  constructor(gateway: TestGateway, setting: Setting, number: number) {
    this.#gateway = gateway;
    this.#setting = setting;
    this.nextAtMs = testStart + ((setting.pollMs ?? 0) * number) / setting.screens;
  }

  async poll(): Promise<void> {
    const { pollMs } = this.#setting;
    const { data, headers: answered } = await this.#gateway.ask(query);
    this.shown = readShown(data);
    this.nextAtMs += pollMs ?? Math.max(1, freshForSeconds(answered)) * 1_000;
  }
}

/** What is left of the answer's freshness. */
function freshForSeconds(headers: Headers): number {
  const maxAge = Number(/max-age=(\d+)/.exec(headers.get('cache-control') ?? '')?.[1] ?? 0);
  return maxAge - Number(headers.get('age') ?? 0);
}

function readShown(data: unknown): ReadonlyMap<string, string> {
  const nodes: unknown = Object(Object(data).testSessions).nodes;
  if (!Array.isArray(nodes)) throw new Error('The list failed.');
  return new Map(nodes.map((node: unknown) => [Object(node).sessionId, Object(node).status]));
}

/** Adds the next event's session. @returns its id */
function addSession(gateway: TestGateway, event: Setting['event'], atMs: number): string {
  const startedAtMs = event === 'start' ? atMs : atMs - runsForMs;
  const state = event === 'start' ? { status: 'PASSED' } : { status: 'RUNNING', _endsAt: atMs };
  const [id] = gateway.emulator.addSessions([{ ...state, created_at: new Date(startedAtMs).toISOString() }]);
  return id ?? '';
}

/** Milliseconds from each event to each screen that shows it. */
async function measure(setting: Setting): Promise<number[]> {
  const gateway = createTestGateway({
    emulator: { sessions: 0, requestsPerMinute: null },
    vars: {
      PURGE_TOKENS: `{"${demoPurgeToken}":"${demoHeaders['x-checkly-account']}"}`,
    },
  });
  const screens = Array.from({ length: setting.screens }, (_, i) => new Screen(gateway, setting, i));
  const delays: number[] = [];
  const leadMs = setting.event === 'end' ? runsForMs : 0;
  for (let event = 1; event <= events; event += 1) {
    const atMs = testStart + event * eventEveryMs;
    await watchUntil(gateway, screens, atMs - leadMs);
    const id = addSession(gateway, setting.event, atMs);
    await watchUntil(gateway, screens, atMs);
    if (setting.isPurged === true) expect((await purge(gateway)).status).toBe(200);
    const waiting = new Set(screens);
    while (waiting.size > 0) {
      await watchUntil(gateway, screens, nextPoll(screens) + 1);
      for (const screen of waiting) {
        if ((screen.shown.get(id) ?? 'RUNNING') === 'RUNNING') continue;
        waiting.delete(screen);
        delays.push(gateway.clock.now() - 1 - atMs);
      }
    }
  }
  return delays.sort((a, b) => a - b);
}

/** Lets the screens ask, each at its time, up to a moment and not at it. */
async function watchUntil(gateway: TestGateway, screens: readonly Screen[], untilMs: number): Promise<void> {
  for (let dueMs = nextPoll(screens); dueMs < untilMs; dueMs = nextPoll(screens)) {
    if (dueMs > gateway.clock.now()) gateway.clock.skip(dueMs - gateway.clock.now());
    for (const screen of screens) {
      if (screen.nextAtMs > dueMs) continue;
      await screen.poll();
      await gateway.settle();
    }
  }
  if (untilMs > gateway.clock.now()) gateway.clock.skip(untilMs - gateway.clock.now());
}

function nextPoll(screens: readonly Screen[]): number {
  return Math.min(...screens.map(({ nextAtMs }) => nextAtMs));
}

function describeSeconds(sorted: readonly number[], share: number): string {
  const ms = sorted[Math.ceil(sorted.length * share) - 1] ?? Number.NaN;
  return (ms / 1_000).toFixed(1);
}

const path = '../../docs/caching.md';
const pages = import.meta.glob<string>('../../docs/caching.md', {
  query: '?raw',
  import: 'default',
  eager: true,
});

test('docs/caching.md says how long it takes from an event to a screen', { timeout: 240_000 }, async () => {
  const lines = [
    '| What happens | Screens | Each asks | median s | 95th percentile s | longest s |',
    '|---|---:|---|---:|---:|---:|',
  ];
  for (const setting of settings) {
    const delays = await measure(setting);
    const asks =
      setting.pollMs === null ? 'when its answer is not fresh' : `every ${setting.pollMs / 1_000} s`;
    const times = [0.5, 0.95, 1].map((share) => describeSeconds(delays, share));
    lines.push(`| ${[setting.title, setting.screens, asks, ...times].join(' | ')} |`);
  }
  const page = pages[path] ?? '';
  const [start, end] = ['<!-- screen:start -->\n', '<!-- screen:end -->'];
  const before = page.slice(0, page.indexOf(start) + start.length);
  const printed = `${before}${lines.join('\n')}\n${page.slice(page.indexOf(end))}`;
  await expect(printed).toMatchFileSnapshot(path);
});
