/** What is saved of an account, and how much memory it takes: nothing of accounts that upstream never confirmed. */

import { describe, expect, test } from 'vitest';
import { createAccountState, type StoredAccount } from '../../src/account/account-state.ts';
import { createAccountWorld, testSettings, toCall } from './account-world.ts';

const start = 1_800_000_000_000;

function createState(stored: StoredAccount | null = null) {
  const saved: StoredAccount[] = [];
  return { saved, state: createAccountState(testSettings, stored, (account) => void saved.push(account)) };
}

describe('is saved', () => {
  test('a credential’s acceptance, and again no sooner than after five minutes', () => {
    const { saved, state } = createState();
    for (const at of [0, 1, 299_999, 300_000]) state.accept('first', start + at, start + at);
    expect(saved).toEqual([
      { purgedAt: 0, acceptedAt: { first: start } },
      { purgedAt: 0, acceptedAt: { first: start + 300_000 } },
    ]);
    expect(state.acceptedAt('first')).toBe(start + 300_000);
  });

  test('its refusal, at once', () => {
    const { saved, state } = createState();
    state.accept('first', start, start);
    state.accept('second', start, start);
    state.refuse('first', start + 10);
    expect(saved.at(-1)).toEqual({ purgedAt: 0, acceptedAt: { second: start } });
  });

  test('a purge, with what was accepted before it', () => {
    const { saved, state } = createState();
    state.accept('first', start, start);
    expect(state.purge(start + 10)).toBe(0);
    expect(saved.at(-1)).toEqual({ purgedAt: start + 10, acceptedAt: { first: start } });
  });
});

test('a purge that came before the first acceptance is saved with it', () => {
  const { saved, state } = createState();
  state.purge(start);
  expect(saved).toEqual([]);
  state.accept('first', start + 10, start + 10);
  expect(saved).toEqual([{ purgedAt: start, acceptedAt: { first: start + 10 } }]);
});

test('what was saved is known again', () => {
  const { state } = createState({ purgedAt: start, acceptedAt: { first: start + 5 } });
  expect([state.acceptedAt('first'), state.acceptedAt('second'), state.purgedAt()]).toEqual([
    start + 5,
    0,
    start,
  ]);
  expect(state.purge(start + 14_999)).toBe(1);
  expect(state.purge(start + 15_000)).toBe(0);
});

test('a credential past its validity and grace period is forgotten', () => {
  const { saved, state } = createState();
  state.accept('first', start, start);
  state.accept('second', start + 60_000 + 3_600_000, start + 60_000 + 3_600_000);
  expect(saved.at(-1)).toEqual({ purgedAt: 0, acceptedAt: { second: start + 3_660_000 } });
});

test('a thousand refused credentials are saved nowhere, and leave an accepted one its limit', async () => {
  const world = createAccountWorld(
    (_path, _nth, headers) =>
      new Response('[]', { status: headers.get('authorization') === 'Bearer cu_first' ? 200 : 401 }),
  );
  for (let i = 0; i < 1_000; i += 1) {
    await world.account.call(toCall('/a', { partition: `unknown-${i}` }));
    await world.account.purge();
  }
  expect([world.saved, world.calls.length]).toEqual([[], 1_000]);
  for (let i = 0; i < 20; i += 1) await world.account.call(toCall(`/${i}`));
  expect([world.saved.length, world.calls.length]).toEqual([1, 1_020]);
});

test('of unverified credentials the last five hundred are known, each with its own limit', () => {
  const { state } = createState();
  const first = state.guardsOf('unknown-0').limiter;
  first.acquire(start, 'foreground');
  for (let i = 1; i < 500; i += 1) state.guardsOf(`unknown-${i}`).limiter;
  expect(state.guardsOf('unknown-0').limiter.remaining(start)).toBe(19);
  for (let i = 500; i < 1_000; i += 1) state.guardsOf(`unknown-${i}`).limiter;
  expect(state.guardsOf('unknown-0').limiter.remaining(start)).toBe(20);
});

test('the calls of a credential before its acceptance count for the account', () => {
  const { state } = createState();
  for (let i = 0; i < 3; i += 1) state.guardsOf('first').limiter.acquire(start, 'foreground');
  state.accept('first', start, start);
  state.accept('second', start, start);
  expect(state.guardsOf('second').limiter.remaining(start)).toBe(17);
});
