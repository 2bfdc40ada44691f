/** The run of GitHub Actions that a session belongs to, and its pull request. Addresses are made as strictly as those of repositories. */

import type { GithubRunFacts } from '../domain/session-detail.ts';
import { builder } from './builder.ts';
import { parseRemote, type Repository } from './repository.ts';

export const TestSessionGithubRun = builder.objectRef<GithubRunFacts>('TestSessionGithubRun').implement({
  description: 'A run of GitHub Actions, as it told Checkly of itself; what it did not tell is null.',
  fields: (t) => ({
    url: t.string({
      nullable: true,
      description:
        "The run's page for people, at its attempt; null when its server, repository or id is unknown or odd.",
      resolve: toRunUrl,
    }),
    runId: t.exposeID('runId', { nullable: true, description: "GitHub's id of the run." }),
    attempt: t.int({
      nullable: true,
      description: 'Which attempt at the run, from 1 on.',
      resolve: ({ runAttempt }) => readCount(runAttempt),
    }),
    workflow: t.exposeString('workflow', { nullable: true, description: "The workflow's name." }),
    job: t.exposeString('job', { nullable: true, description: "The job's id in its workflow." }),
    event: t.exposeString('eventName', {
      nullable: true,
      description: 'What triggered the workflow, such as `push` or `pull_request`.',
    }),
    headBranch: t.string({
      nullable: true,
      description: 'The branch: of a pull request the one that it would merge; null for tags.',
      resolve: ({ headRef, ref }) => headRef ?? readBranchRef(ref),
    }),
    baseBranch: t.exposeString('baseRef', {
      nullable: true,
      description: 'The branch that the pull request would merge into; null for other events.',
    }),
  }),
});

interface PullRequest {
  readonly number: number;
  readonly url: string | null;
}

export const TestSessionPullRequest = builder.objectRef<PullRequest>('TestSessionPullRequest').implement({
  description: 'A pull request on GitHub.',
  fields: (t) => ({
    number: t.exposeInt('number', { description: 'Its number in the repository.' }),
    url: t.exposeString('url', {
      nullable: true,
      description: 'Its page for people; null when its server or repository is unknown or odd.',
    }),
  }),
});

/** Null for runs that no pull request triggered. */
export function toPullRequest(run: GithubRunFacts | null): PullRequest | null {
  const digits = /^refs\/pull\/(?<number>[1-9]\d{0,8})\/(?:merge|head)$/.exec(run?.ref ?? '')?.groups?.number;
  if (run === null || digits === undefined) return null;
  const repository = toRepository(run);
  return { number: Number(digits), url: repository === null ? null : `${repository.url}/pull/${digits}` };
}

function toRunUrl(run: GithubRunFacts): string | null {
  const repository = toRepository(run);
  if (repository === null || run.runId === null || !/^\d{1,20}$/.test(run.runId)) return null;
  const attempt = readCount(run.runAttempt);
  return `${repository.url}/actions/runs/${run.runId}${attempt === null ? '' : `/attempts/${attempt}`}`;
}

/** Null unless the server is an origin, and the repository a user or organization and a name. */
function toRepository({ serverUrl, repository }: GithubRunFacts): Repository | null {
  if (serverUrl === null || !/^https?:\/\/[^/@?#\s]+\/?$/i.test(serverUrl)) return null;
  if (repository === null || !/^[\w.-]+\/[\w.-]+$/.test(repository)) return null;
  return parseRemote(`${serverUrl.replace(/\/$/, '')}/${repository}`);
}

/** From 1 to 999,999; null for anything else. */
function readCount(text: string | null): number | null {
  return text !== null && /^[1-9]\d{0,5}$/.test(text) ? Number(text) : null;
}

function readBranchRef(ref: string | null): string | null {
  return /^refs\/heads\/(?<branch>.+)$/.exec(ref ?? '')?.groups?.branch ?? null;
}
