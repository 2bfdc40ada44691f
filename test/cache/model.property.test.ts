/**
 * Random reads, writes, expiries, failures, purges and revocations against a model: never another partition's page,
 * never past the stale policy, never an answer that no upstream state had.
 */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bothKey, demoAccountId, demoKey, otherAccountId, otherKey } from '../../emulator/accounts.ts';
import type { TracedRead } from '../../src/cache/trace.ts';
import type { Credential } from '../../src/credentials/credential.ts';
import { toPageFilter } from '../../src/domain/filter.ts';
import { type SessionPage, sessionPages } from '../../src/domain/page.ts';
import { anyEntry } from '../../src/domain/resource.ts';
import { UpstreamError } from '../../src/errors/upstream-error.ts';
import { createCachedWorld } from '../support/cached-world.ts';
import { everything } from '../support/walker.ts';

const accounts = [demoAccountId, otherAccountId];
const branches = ['main', 'develop'];
const readers: readonly Credential[] = [
  { apiKey: demoKey, accountId: demoAccountId, source: 'pass-through' },
  { apiKey: otherKey, accountId: otherAccountId, source: 'pass-through' },
  { apiKey: bothKey, accountId: demoAccountId, source: 'pass-through' },
  { apiKey: bothKey, accountId: otherAccountId, source: 'pass-through' },
];

const swrMs = 30_000;
const ifErrorMs = 600_000;
const validForMs = 60_000;

type Step =
  | { readonly kind: 'read'; readonly isolate: number; readonly reader: number; readonly branch: number }
  | { readonly kind: 'write'; readonly account: number; readonly branch: number; readonly isRunning: boolean }
  | { readonly kind: 'end'; readonly session: number }
  | { readonly kind: 'pass'; readonly ms: number }
  | { readonly kind: 'trouble'; readonly status: number | null }
  | { readonly kind: 'purge'; readonly account: number }
  | { readonly kind: 'revoke'; readonly reader: number };

const read = fc.record({
  kind: fc.constant('read' as const),
  isolate: fc.nat(1),
  reader: fc.nat(3),
  branch: fc.nat(1),
});
const steps: fc.Arbitrary<Step> = fc.oneof(
  { weight: 12, arbitrary: read },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('write' as const),
      account: fc.nat(1),
      branch: fc.nat(1),
      isRunning: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('end' as const), session: fc.nat() }) },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('pass' as const),
      ms: fc.constantFrom(1, 900, 4_000, 9_500, 31_000, 200_000, 700_000),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('trouble' as const),
      status: fc.constantFrom(null, null, 500, 429),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('purge' as const), account: fc.nat(1) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('revoke' as const), reader: fc.nat(3) }) },
);

/** What upstream would have said of an account's branch, from a time on. */
interface State {
  readonly from: number;
  readonly rows: readonly string[];
}

function createModel() {
  const world = createCachedWorld({ vars: { STALE_IF_ERROR_SECONDS: '600' } });
  const sessions: { id: string; account: number; branch: number; status: string }[] = [];
  const states = new Map<string, State[]>();
  const remember = (): void => {
    for (const account of [0, 1]) {
      for (const branch of [0, 1]) {
        const rows = sessions
          .filter((session) => session.account === account && session.branch === branch)
          .map(({ id, status }) => `${accounts[account]} ${id} ${status}`)
          .sort();
        const name = `${account} ${branch}`;
        states.set(name, [...(states.get(name) ?? []), { from: world.now(), rows }]);
      }
    }
  };
  remember();
  return { world, sessions, states, remember };
}

async function checkSteps(plan: readonly Step[]): Promise<void> {
  const { world, sessions, states, remember } = createModel();
  const isolates = [world.newIsolate(), world.newIsolate()] as const;
  const purgedAt = [0, 0];
  const revokedAt = new Map<string, number>();
  let isTroubled = false;

  async function readAndCheck(step: Extract<Step, { kind: 'read' }>): Promise<void> {
    const credential = readers[step.reader] ?? readers[0];
    const account = accounts.indexOf(credential?.accountId ?? '');
    const { loaders, reads } = world.open(step.isolate === 1 ? isolates[1] : isolates[0], credential);
    const filter = toPageFilter({ ...everything, branches: [branches[step.branch] ?? ''] });
    const revoked = revokedAt.get(credential?.apiKey ?? '');
    const page = await loaders
      .load(sessionPages, { filter, size: 100, token: null }, anyEntry)
      .catch(toFailureKind);
    if (typeof page === 'string') {
      expect(revoked !== undefined || isTroubled, page).toBe(true);
      return;
    }
    const record = reads[0];
    if (record === undefined) throw new Error('a page without a record of where it came from');
    expect(toRows(page)).toEqual(stateAt(states.get(`${account} ${step.branch}`) ?? [], page.fetchedAt));
    expectInTime(record, page, world.now());
    const purged = purgedAt[account] ?? 0;
    const mayNotKnow = world.now() - purged < 5_000;
    if (!mayNotKnow && record.state === 'fresh') expect(page.fetchedAt).toBeGreaterThanOrEqual(purged);
    if (revoked !== undefined)
      expect(world.now() - revoked).toBeLessThan(validForMs + (isTroubled ? ifErrorMs : 0));
  }

  for (const step of plan) {
    switch (step.kind) {
      case 'read':
        await readAndCheck(step);
        break;
      case 'write': {
        const status = step.isRunning ? 'RUNNING' : 'PASSED';
        const fields = {
          accountId: accounts[step.account] ?? '',
          branchName: branches[step.branch] ?? '',
          status,
        };
        const [id = ''] = world.emulator.addSessions([fields]);
        sessions.push({ id, account: step.account, branch: step.branch, status });
        remember();
        break;
      }
      case 'end': {
        const session = sessions[step.session % Math.max(1, sessions.length)];
        if (session === undefined) break;
        session.status = 'FAILED';
        world.emulator.patchSession(session.id, { status: 'FAILED' });
        remember();
        break;
      }
      case 'pass':
        world.pass(step.ms);
        break;
      case 'trouble':
        isTroubled = step.status !== null;
        world.emulator.setFaults(
          step.status === null ? [] : [{ match: '/', status: step.status, headers: { 'retry-after': '30' } }],
        );
        break;
      case 'purge': {
        const waitMs = await world.purge(accounts[step.account] ?? '');
        if (waitMs === 0) purgedAt[step.account] = world.now();
        break;
      }
      case 'revoke': {
        const key = readers[step.reader]?.apiKey ?? '';
        world.emulator.revokeKey(key);
        if (!revokedAt.has(key)) revokedAt.set(key, world.now());
        break;
      }
    }
    await world.settle();
    world.pass(1);
  }
}

function toFailureKind(error: unknown): string {
  if (error instanceof UpstreamError) return error.failure.kind;
  throw error;
}

function toRows({ rows }: SessionPage): string[] {
  return rows
    .map((row) =>
      row.kind === 'session'
        ? `${row.session.accountId} ${row.session.sessionId} ${row.session.status}`
        : 'malformed',
    )
    .sort();
}

function stateAt(states: readonly State[], time: number): readonly string[] {
  return states.findLast(({ from }) => from <= time)?.rows ?? [];
}

function expectInTime({ state, freshForMs }: TracedRead, { fetchedAt }: SessionPage, now: number): void {
  const past = now - fetchedAt - freshForMs;
  if (state === 'fresh') expect(past).toBeLessThan(0);
  else if (state === 'revalidating') expect(past).toBeLessThan(swrMs);
  else expect(past).toBeLessThan(ifErrorMs);
}

test('the cache never serves what the model forbids', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(steps, { minLength: 10, maxLength: 80, size: 'max' }), checkSteps),
    { numRuns: 150 },
  );
}, 120_000);
