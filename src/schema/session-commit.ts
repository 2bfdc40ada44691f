/** The commit a session ran for, and its repository. */

import type { SessionCommitFacts } from '../domain/session.ts';
import { builder } from './builder.ts';
import { parseRemote, type Repository, toCommitUrl } from './repository.ts';

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

export const TestSessionCommit = builder.objectRef<SessionCommitFacts>('TestSessionCommit').implement({
  description: 'The commit that a test session ran for, as far as Checkly was told.',
  fields: (t) => ({
    sha: t.exposeString('commitSha', {
      nullable: true,
      description:
        'The commit id as Checkly was told, short or odd ones verbatim; null when unknown or blank.',
    }),
    owner: t.exposeString('commitOwner', {
      nullable: true,
      description: 'Who made the commit, as their tool wrote it; null when unknown or blank.',
    }),
    message: t.exposeString('commitMessage', {
      nullable: true,
      description: 'The whole message; null when unknown or blank.',
    }),
    headline: t.string({
      nullable: true,
      description:
        'The first line of the message that is not blank, without the spaces around it; null without a message.',
      resolve: ({ commitMessage }) => toHeadline(commitMessage),
    }),
    branch: t.exposeString('branch', {
      nullable: true,
      description: 'The branch; null when unknown or blank.',
    }),
    url: t.string({
      nullable: true,
      description:
        "The commit's page for people, on GitHub, GitLab and Bitbucket; null for other hosts, when the repository is unknown, and when the commit id is not 7 to 64 hexadecimal digits.",
      resolve: ({ repositoryUrl, commitSha }) => toCommitUrl(parseRemote(repositoryUrl), commitSha),
    }),
    repository: t.field({
      type: TestSessionRepository,
      nullable: true,
      description:
        'The repository; null when Checkly recorded none, or an address that is not one of a repository.',
      resolve: ({ repositoryUrl }) => parseRemote(repositoryUrl),
    }),
  }),
});

/** Null when the session has none of a commit's parts. */
export function toCommit(facts: SessionCommitFacts): SessionCommitFacts | null {
  const { repositoryUrl, commitSha, commitOwner, commitMessage, branch } = facts;
  const isEmpty = [repositoryUrl, commitSha, commitOwner, commitMessage, branch].every(
    (part) => part === null,
  );
  return isEmpty ? null : facts;
}

function toHeadline(message: string | null): string | null {
  const line = message
    ?.trimStart()
    .split(/\r\n|\r|\n/, 1)[0]
    ?.trimEnd();
  return line === undefined || line === '' ? null : line;
}
