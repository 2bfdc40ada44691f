/**
 * What the live demo tells three times a day, told for the moment of a picture: a commit on main breaks two suites, the
 * next push mends neither, and the revert runs.
 */
import * as v from 'valibot';
import type { Emulator } from '../emulator/emulator.ts';
import { type Suite, stories } from '../emulator/live-vocabulary.ts';
import type { SessionInput } from '../emulator/session-edit.ts';

const minuteMs = 60_000;
const durationMs = 5 * minuteMs;

/** Before the first push. */
const storyMinutes = 20;

const pageSchema = v.object({ entries: v.array(v.object({ id: v.string() })) });

interface Push {
  readonly minutesAgo: number;
  readonly sha: string;
  readonly message: string;
  readonly isRunning?: boolean;
}

/** The demo's own pushes to main of that time make way: one that passed would end the story. */
export async function tellBreakingCommit(emulator: Emulator): Promise<void> {
  const nowMs = emulator.now();
  const from = Math.floor(nowMs / 1000) - storyMinutes * 60;
  const request = new Request(
    `http://emulator.invalid/v1/test-sessions?limit=100&from=${from}&branches[]=main`,
    { headers: { authorization: 'Bearer sv_demo' } },
  );
  const page = v.parse(pageSchema, await (await emulator.fetch(request)).json());
  for (const { id } of page.entries) emulator.deleteSession(id);
  emulator.addSessions(createSessions(nowMs));
}

function createSessions(nowMs: number): SessionInput[] {
  const [story] = stories;
  if (story === undefined) return [];
  const pushes: readonly Push[] = [
    { minutesAgo: 17, sha: '5f0c7d91be2a4836aa17c3e9d4b8f6021c9e7a35', message: story.message },
    {
      minutesAgo: 9,
      sha: 'b31e8a47c60d4f92b5d8e1a7093fc264d7a90e18',
      message: 'fix: send the receipt once',
    },
    {
      minutesAgo: 3,
      sha: '2d94c6f0a8b7413e9c52f7d08e16ab35c40f7b92',
      message: `Revert "${story.message}"`,
      isRunning: true,
    },
  ];
  return pushes.flatMap((push) => story.breaks.map((suite) => toSession(push, suite, nowMs)));
}

function toSession(push: Push, { name, checkCount }: Suite, nowMs: number): SessionInput {
  const startedAtMs = nowMs - push.minutesAgo * minuteMs;
  const ids = Array.from({ length: checkCount }, (_, index) => `${push.sha.slice(0, 8)}-${index}`);
  const undecided = ids.slice(Math.floor(checkCount / 2));
  return {
    name,
    status: push.isRunning ? 'RUNNING' : 'FAILED',
    passed: ids.filter((id) => !undecided.includes(id)),
    [push.isRunning ? 'running' : 'failed']: undecided,
    created_at: new Date(startedAtMs).toISOString(),
    stoppedAt: push.isRunning ? null : new Date(startedAtMs + durationMs).toISOString(),
    provider: 'GITHUB',
    branchName: 'main',
    environment: 'staging',
    repoUrl: 'https://github.com/acme/storefront',
    commitId: push.sha,
    commitMessage: push.message,
    commitOwner: 'anna',
  };
}
