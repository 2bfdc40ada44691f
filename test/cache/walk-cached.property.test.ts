/** The promise of the connection with caches on: two isolates whose entries differ in age, states that change under a filter. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hidesRows, type SessionFilter } from '../../src/domain/filter.ts';
import { recentMs } from '../../src/limits.ts';
import { type CachedWorld, createCachedWorld } from '../support/cached-world.ts';
import { everything } from '../support/walker.ts';

interface Change {
  readonly inserts: number;
  readonly deletes: readonly number[];
  /** Sessions that turn from PASSED to FAILED or back: any, or one of those that begin to match. */
  readonly flips: readonly { readonly choice: number; readonly isOfFailed: boolean }[];
  readonly passMs: number;
  /** Time between the change and the next page. */
  readonly restMs: number;
  /** The other isolate reads the head, so that it holds an entry of another age. */
  readonly otherReads: boolean;
}

interface Plan {
  readonly gapsMs: readonly number[];
  /** Which of the first sessions begin as FAILED: every so manieth. */
  readonly failedEvery: number;
  readonly firsts: readonly number[];
  readonly isolates: readonly number[];
  readonly changes: readonly Change[];
}

const plans: fc.Arbitrary<Plan> = fc.record({
  gapsMs: fc.array(fc.oneof(fc.constantFrom(0, 1, 500), fc.nat(20_000)), { maxLength: 260, size: 'max' }),
  failedEvery: fc.integer({ min: 2, max: 9 }),
  firsts: fc.array(fc.constantFrom(1, 7, 30, 30, 100, 100, 130), { minLength: 1, maxLength: 5 }),
  isolates: fc.array(fc.nat(1), { minLength: 1, maxLength: 7 }),
  changes: fc.array(
    fc.record({
      inserts: fc.constantFrom(0, 0, 0, 1, 3, 120),
      deletes: fc.oneof(fc.constant([]), fc.array(fc.nat(), { maxLength: 3 })),
      flips: fc.array(fc.record({ choice: fc.nat(), isOfFailed: fc.boolean() }), {
        maxLength: 20,
        size: 'max',
      }),
      passMs: fc.constantFrom(0, 10, 900, 6_000, 9_000, 14_000, 45_000),
      restMs: fc.constantFrom(1, 1, 4_000, 5_000, 8_000),
      otherReads: fc.boolean(),
    }),
    { minLength: 2, maxLength: 8 },
  ),
});

interface Known {
  readonly id: string;
  readonly createdAt: number;
  status: 'PASSED' | 'FAILED';
  /** Since when its status is what it is, milliseconds since the epoch. */
  statusSince: number;
  /** Whether the connection owes it. */
  isOwed: boolean;
}

async function checkWalk(plan: Plan, filter: SessionFilter): Promise<void> {
  // Without a shared store, so that the isolates' entries differ.
  const world = createCachedWorld({ vars: { SHARED_CACHE: 'none' } });
  const isolates = [world.newIsolate(), world.newIsolate()] as const;
  const alive: Known[] = [];
  const goneTimes = new Set<number>();
  let createdAt = world.now() - 1;
  for (const gapMs of plan.gapsMs) {
    createdAt -= gapMs;
    alive.push(add(world, createdAt, alive.length % plan.failedEvery === 0 ? 'FAILED' : 'PASSED'));
  }
  const apply = (change: Change): void => {
    world.pass(change.passMs);
    for (let i = 0; i < change.inserts; i += 1)
      alive.push({ ...add(world, world.now(), 'PASSED'), isOwed: false });
    for (const choice of change.deletes) {
      const [gone] = alive.splice(choice % Math.max(1, alive.length), 1);
      if (gone === undefined) continue;
      world.emulator.deleteSession(gone.id);
      goneTimes.add(gone.createdAt);
    }
    for (const { choice, isOfFailed } of change.flips) {
      const among = isOfFailed ? alive.filter(({ status }) => status === 'FAILED') : alive;
      const session = among[choice % Math.max(1, among.length)];
      if (session === undefined) continue;
      session.status = session.status === 'PASSED' ? 'FAILED' : 'PASSED';
      session.statusSince = world.now();
      session.isOwed = false;
      // Gone from the filtered list: as good as deleted.
      goneTimes.add(session.createdAt);
      world.emulator.patchSession(session.id, { status: session.status });
    }
    world.pass(change.restMs);
  };

  // Entries of some age are there before the walk begins.
  await world.open(isolates[1]).walk({ filter, first: 300, after: null });
  const [before, ...between] = plan.changes;
  if (before !== undefined) apply(before);

  const seen: string[] = [];
  let after: string | null = null;
  for (let step = 0; ; step += 1) {
    const isolate = isolates[plan.isolates[step % plan.isolates.length] === 1 ? 1 : 0];
    const request = world.open(isolate);
    const page = await request.walk({ filter, first: plan.firsts[step % plan.firsts.length] ?? 1, after });
    if (step === 0) {
      const fetchedAt = request.reads[0]?.fetchedAt ?? world.now();
      for (const session of alive) session.isOwed = isOwed(session, filter, fetchedAt);
    }
    for (const { row } of page.edges) if (row.kind === 'session') seen.push(row.session.sessionId);
    const endCursor = page.edges.at(-1)?.cursor() ?? null;
    if (endCursor === null || !(await page.hasNextPage())) break;
    after = endCursor;
    const change = between[step];
    if (change === undefined) {
      // Time goes on: entries that disagree about siblings of one millisecond would send a walk round for ever.
      world.pass(2_000);
      await world.settle();
      continue;
    }
    if (change.otherReads) await world.open(isolates[1]).walk({ filter, first: 300, after: null });
    apply(change);
    await world.settle();
  }
  for (const session of alive) {
    if (!session.isOwed) continue;
    const times = seen.filter((id) => id === session.id).length;
    if (goneTimes.has(session.createdAt)) expect(times).toBeGreaterThanOrEqual(1);
    else expect({ session, times }).toEqual({ session, times: 1 });
  }
}

/**
 * The promise counts from when the first page was fetched, which may be before now. Where the filter hides
 * sessions, it is for those that matched for `recentMs` before that.
 */
function isOwed(
  { createdAt, status, statusSince }: Known,
  filter: SessionFilter,
  fetchedAt: number,
): boolean {
  if (createdAt >= fetchedAt) return false;
  if (!hidesRows(filter)) return true;
  return matches(status, filter) && statusSince <= fetchedAt - recentMs;
}

function matches(status: Known['status'], { statuses }: SessionFilter): boolean {
  return statuses.length === 0 || statuses.includes(status);
}

function add(world: CachedWorld, createdAt: number, status: Known['status']): Known {
  const [id = ''] = world.emulator.addSessions([{ created_at: new Date(createdAt).toISOString(), status }]);
  return { id, createdAt, status, statusSince: createdAt, isOwed: true };
}

test('a walk over two isolates returns each session that was there throughout exactly once', async () => {
  await fc.assert(
    fc.asyncProperty(plans, (plan) => checkWalk(plan, everything)),
    { numRuns: 80, endOnFailure: true },
  );
}, 60_000);

test('so does a walk under a filter of states, while states change', async () => {
  await fc.assert(
    fc.asyncProperty(plans, (plan) => checkWalk(plan, { ...everything, statuses: ['PASSED'] })),
    { numRuns: 80, endOnFailure: true },
  );
}, 60_000);
