/** Those who wait for another's call: till it lands, till it is lost, and never past a deadline of their own. */

import { describe, expect, test } from 'vitest';
import { createFlights, type Flights, toOutcome } from '../../src/cache/flights.ts';
import { createLease } from '../../src/cache/lease.ts';
import { createMemoryStore } from '../../src/cache/memory-store.ts';
import { UpstreamError, type UpstreamFailure } from '../../src/errors/upstream-error.ts';
import { createVirtualClock, type VirtualClock } from '../support/clock.ts';

/** Short, since every look of those who wait takes a while in real time. */
const lostAfterMs = 600;
const gaveUp = { kind: 'gave-up' } as const;
const ownTimeout: UpstreamFailure = { kind: 'timeout', isOfRequest: true };
const spent: UpstreamFailure = { kind: 'budget-spent', budget: 45 };

test.each<[string, UpstreamFailure | null]>([
  ['a time-out of the request', ownTimeout],
  ['calls that are spent', spent],
  ['a fault of the gateway', null],
])('%s is the flyer’s own', (_case, failure) => {
  expect(toOutcome(failure)).toEqual(gaveUp);
});

test.each<UpstreamFailure>([
  { kind: 'timeout' },
  { kind: 'unavailable', status: 503 },
  { kind: 'rate-limited', retryAfterSeconds: 5 },
  { kind: 'unauthenticated' },
  { kind: 'refused', status: 404 },
])('$kind is upstream’s, and everybody’s', (failure) => {
  expect(toOutcome(failure)).toEqual({ kind: 'failure', failure });
});

describe('a wait', () => {
  function createWorld() {
    const clock = createVirtualClock(0);
    return { clock, flights: createFlights(clock, lostAfterMs) };
  }

  test.each([0, 1, 77, 599])('of at most %d ms ends then', async (atMostMs) => {
    const { clock, flights } = createWorld();
    flights.takeOff('page');
    expect([await clock.run(flights.wait('page', atMostMs)), clock.now()]).toEqual([null, atMostMs]);
  });

  test('ends within 50 ms of the landing, with its outcome', async () => {
    const { clock, flights } = createWorld();
    const land = flights.takeOff('page');
    clock.sleep(300).then(() => land?.(gaveUp));
    expect(await clock.run(flights.wait('page', 500))).toEqual(gaveUp);
    expect(clock.now()).toBeLessThanOrEqual(350);
  });

  test('for a flight that is lost ends, and one of those who waited takes off', async () => {
    const { clock, flights } = createWorld();
    const landLost = flights.takeOff('page');
    await clock.run(Promise.all([1, 2, 3].map(() => flights.wait('page', 2_000))));
    const lands = [1, 2, 3].map(() => flights.takeOff('page'));
    expect(lands.map((land) => land !== null)).toEqual([true, false, false]);
    landLost?.(gaveUp);
    expect(flights.takeOff('page')).toBeNull();
  });
});

describe('a lease', () => {
  interface Asker {
    readonly answersAfterMs?: number;
    readonly failure?: UpstreamFailure;
    readonly timeMs?: number;
  }

  /** Of one request in an isolate where nothing is known of the credential. */
  function openLease(clock: VirtualClock, flights: Flights, asker: Asker) {
    const { answersAfterMs = 100, failure = null, timeMs = 2_000 } = asker;
    const asked: number[] = [];
    const deadline = clock.now() + timeMs;
    const lease = createLease({
      partition: 'reader',
      memory: createMemoryStore(1_000),
      edge: null,
      flights,
      now: clock.now,
      leaseMs: 60_000,
      stretchMs: 3_600_000,
      async verify() {
        asked.push(clock.now());
        await clock.sleep(answersAfterMs);
        if (failure !== null) throw new UpstreamError(failure);
      },
      remainingMs: () => Math.max(0, deadline - clock.now()),
      keepAlive: () => {},
    });
    const ensure = () =>
      lease.ensure().catch((error) => (error instanceof UpstreamError ? error.failure : error));
    return { asked, ensure };
  }

  async function ensureAll(...askers: readonly Asker[]) {
    const clock = createVirtualClock(0);
    const flights = createFlights(clock, lostAfterMs);
    const leases = askers.map((asker) => openLease(clock, flights, asker));
    const answers = await clock.run(
      Promise.all(leases.map(({ ensure }) => ensure().then((answer) => ({ answer, at: clock.now() })))),
    );
    return { answers, calls: leases.map(({ asked }) => asked.length) };
  }

  test.each([ownTimeout, spent])(
    'that the first cannot ask about ($kind) is asked about by one other',
    async (failure) => {
      const { answers, calls } = await ensureAll({ failure }, {}, {}, {});
      expect(answers.map(({ answer }) => answer)).toEqual([failure, true, true, true]);
      expect(calls).toEqual([1, 1, 0, 0]);
    },
  );

  test.each<UpstreamFailure>([{ kind: 'unauthenticated' }, { kind: 'unavailable', status: 503 }])(
    'that upstream fails ($kind) fails for all who ask',
    async (failure) => {
      const { answers, calls } = await ensureAll({ failure }, {}, {});
      expect(answers.map(({ answer }) => answer)).toEqual([failure, failure, failure]);
      expect(calls).toEqual([1, 0, 0]);
    },
  );

  test('is waited for until one’s own time is over, and no longer', async () => {
    const { answers, calls } = await ensureAll({ answersAfterMs: 400 }, { timeMs: 130 }, {});
    expect(answers.slice(0, 2)).toEqual([
      { answer: true, at: 400 },
      { answer: ownTimeout, at: 130 },
    ]);
    expect([answers[2]?.answer, calls]).toEqual([true, [1, 0, 0]]);
  });
});
