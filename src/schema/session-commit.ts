/** The commit a session ran for, and its repository. */

import type { SessionSource } from '../domain/session-detail.ts';
import { builder } from './builder.ts';
import { TestSessionPullRequest, toPullRequest } from './github-run.ts';
import { parseRemote, type Repository, toBranchUrl, toCommitUrl } from './repository.ts';
import { fromDetail, fromFacts } from './session-fields.ts';

const TestSessionRepository = builder.objectRef<Repository>('TestSessionRepository').implement({
  description:
    'A code repository, worked out from the address that Checkly recorded: a remote of https or ssh, or a page of the repository.',
  fields: (t) => ({
    url: t.exposeString('url', {
      description:
        'Its page for people: with the protocol and port of an http address, and https where the remote is of ssh.',
    }),
    host: t.exposeString('host', {
      description: 'The host of that page without a port, such as `github.com`.',
    }),
    owner: t.exposeString('owner', {
      description:
        'The user, organization or group; with subgroups, such as `group/subgroup`, where there are any.',
    }),
    name: t.exposeString('name', { description: "The repository's name, without `.git`." }),
  }),
});

export const TestSessionCommit = builder.objectRef<SessionSource>('TestSessionCommit').implement({
  description: 'The commit that a test session ran for, as far as Checkly was told.',
  fields: (t) => ({
    sha: t.string({
      nullable: true,
      description:
        'The commit id as Checkly was told, short or odd ones verbatim; null when unknown or blank.',
      resolve: fromFacts(({ commitSha }) => commitSha),
    }),
    owner: t.string({
      nullable: true,
      description: 'Who made the commit, as their tool wrote it; null when unknown or blank.',
      resolve: fromFacts(({ commitOwner }) => commitOwner),
    }),
    message: t.string({
      nullable: true,
      description: 'The whole message; null when unknown or blank.',
      resolve: fromFacts(({ commitMessage }) => commitMessage),
    }),
    headline: t.string({
      nullable: true,
      description:
        'The first line of the message that is not blank, without the spaces around it; null without a message.',
      resolve: fromFacts(({ commitMessage }) => toHeadline(commitMessage)),
    }),
    branch: t.string({
      nullable: true,
      description: 'The branch; null when unknown or blank.',
      resolve: fromFacts(({ branch }) => branch),
    }),
    url: t.string({
      nullable: true,
      description:
        "The commit's page for people, on GitHub, GitLab and Bitbucket; null for other hosts, when the repository is unknown, and when the commit id is not 7 to 64 hexadecimal digits.",
      resolve: fromFacts(({ repositoryUrl, commitSha }) =>
        toCommitUrl(parseRemote(repositoryUrl), commitSha),
      ),
    }),
    branchUrl: t.string({
      nullable: true,
      description:
        "The branch's page for people, on GitHub, GitLab and Bitbucket; null for other hosts, when the repository is unknown, and when git would not take the branch's name.",
      resolve: fromFacts(({ repositoryUrl, branch }) => toBranchUrl(parseRemote(repositoryUrl), branch)),
    }),
    pullRequest: t.field({
      type: TestSessionPullRequest,
      nullable: true,
      description:
        'The pull request whose run of GitHub Actions started the session; null for any other start. One read of Checkly for each session, see `results` for the limit in lists.',
      resolve: fromDetail(({ githubRun }) => toPullRequest(githubRun)),
    }),
    repository: t.field({
      type: TestSessionRepository,
      nullable: true,
      description:
        'The repository; null when Checkly recorded none, or an address that is not one of a repository.',
      resolve: fromFacts(({ repositoryUrl }) => parseRemote(repositoryUrl)),
    }),
  }),
});

/** Null when the session has none of a commit's parts. */
export function toCommit(source: SessionSource): SessionSource | null {
  const { repositoryUrl, commitSha, commitOwner, commitMessage, branch } = source.facts;
  const isEmpty = [repositoryUrl, commitSha, commitOwner, commitMessage, branch].every(
    (part) => part === null,
  );
  return isEmpty ? null : source;
}

function toHeadline(message: string | null): string | null {
  const line = message
    ?.trimStart()
    .split(/\r\n|\r|\n/, 1)[0]
    ?.trimEnd();
  return line === undefined || line === '' ? null : line;
}
