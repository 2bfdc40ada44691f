/** The moment that the docs' pictures show, as upstream would answer it. */
import { expect, test } from 'vitest';
import { createEmulator } from '../../emulator/emulator.ts';
import { tellBreakingCommit } from '../../scripts/screenshot-story.ts';

const nowMs = Date.parse('2026-05-01T12:00:00Z');

test('two suites of main failed twice since one commit, and its revert runs, whatever else main did', async () => {
  const emulator = createEmulator({ now: () => nowMs, sessions: 0 });
  const before = { status: 'PASSED', branchName: 'main', created_at: '2026-05-01T11:39:00.000Z' };
  const between = { status: 'PASSED', branchName: 'main', created_at: '2026-05-01T11:47:00.000Z' };
  emulator.addSessions([before, between, { ...between, branchName: 'feature/cart' }]);
  await tellBreakingCommit(emulator);
  const request = new Request('http://emulator.invalid/v1/test-sessions', {
    headers: { authorization: 'Bearer sv_demo' },
  });
  const answer = await emulator.fetch(request);
  const revert = {
    status: 'RUNNING',
    branchName: 'main',
    created_at: '2026-05-01T11:57:00.000Z',
    stoppedAt: null,
    commitMessage: 'Revert "feat(cart): show shipping costs before checkout"',
  };
  const push = {
    status: 'FAILED',
    branchName: 'main',
    created_at: '2026-05-01T11:51:00.000Z',
    stoppedAt: '2026-05-01T11:56:00.000Z',
    commitMessage: 'fix: send the receipt once',
  };
  const breaking = {
    ...push,
    created_at: '2026-05-01T11:43:00.000Z',
    stoppedAt: '2026-05-01T11:48:00.000Z',
    commitMessage: 'feat(cart): show shipping costs before checkout',
  };
  expect(await answer.json()).toMatchObject({
    length: 8,
    entries: [
      revert,
      revert,
      push,
      push,
      { ...between, branchName: 'feature/cart' },
      breaking,
      breaking,
      before,
    ],
  });
});
