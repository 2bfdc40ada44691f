/** TestSession in the field's words, and `testSession`. Its check runs are in `session-counts.ts`, its list in `session-connection.ts`. */

import {
  type SessionInvoker,
  type SessionProvider,
  sessionProviders,
  toDurationMs,
} from '../domain/session.ts';
import type { SessionSource } from '../domain/session-detail.ts';
import { ChecklyAccount } from './account.ts';
import { builder } from './builder.ts';
import { applied, cost, key, semanticNonNull } from './directives.ts';
import { ChecklyPrivateLocation, ChecklyProject } from './entity-stubs.ts';
import { TestSessionProviderEnum, TestSessionStatusEnum } from './enums.ts';
import { TestSessionErrorGroup, toErrorGroups } from './error-group.ts';
import { TestSessionGithubRun } from './github-run.ts';
import { toGlobalId } from './global-id.ts';
import { takeLookUpCost } from './many-sessions.ts';
import { Node } from './node.ts';
import { TestSessionResult, toResult } from './result.ts';
import { readNamedSession, toSessionAddress } from './session-address.ts';
import { TestSessionCommit, toCommit } from './session-commit.ts';
import { fromDetail, fromFacts, fromSummary } from './session-fields.ts';
import { type ResultArguments, resultArguments, sizeResults, takeResults } from './session-results.ts';

const TestSessionInvoker = builder.objectRef<SessionInvoker>('TestSessionInvoker').implement({
  description: 'Who, or what, started a test session.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'The name as Checkly shows it.' }),
    picture: t.exposeString('picture', {
      nullable: true,
      description: 'Address of a picture; null when there is none. Nothing fetches it here.',
    }),
  }),
});

export const TestSession = builder.objectRef<SessionSource>('TestSession');

TestSession.implement({
  description: 'One run of a set of checks: from the command line, a deployment, a trigger or a reporter.',
  extensions: applied(key('id'), key('sessionId')),
  interfaces: [Node],
  fields: (t) => ({
    id: t.id({
      description: 'The global id (Relay), unique among all types.',
      resolve: ({ sessionId }) => toGlobalId('TestSession', sessionId),
    }),
    sessionId: t.exposeID('sessionId', { description: "Checkly's own id of the session." }),
    name: t.string({
      description: 'The name that the session was started under.',
      resolve: fromFacts(({ name }) => name),
    }),
    status: t.field({
      type: TestSessionStatusEnum,
      nullable: true,
      description: 'What the session has come to; null when Checkly does not tell and no check run does.',
      resolve: fromFacts(({ status }) => status),
    }),
    provider: t.field({
      type: TestSessionProviderEnum,
      nullable: true,
      description:
        'What started the session; null for values that Checkly does not document, see `providerName`.',
      resolve: fromSummary(({ provider }) => readProvider(provider)),
    }),
    providerName: t.string({
      nullable: true,
      extensions: applied(semanticNonNull()),
      description: 'What started the session, verbatim, documented or not.',
      resolve: fromSummary(({ provider }) => provider),
    }),
    environment: t.string({
      nullable: true,
      description:
        'The environment that was tested, such as `staging`; null when none was named, or a blank one.',
      resolve: fromFacts(({ environment }) => environment),
    }),
    region: t.string({
      nullable: true,
      extensions: applied(semanticNonNull()),
      description: 'Where the checks ran, such as `eu-west-1`.',
      resolve: fromSummary(({ region }) => region),
    }),
    url: t.string({
      nullable: true,
      extensions: applied(semanticNonNull()),
      description: "The session's page in Checkly's web app.",
      resolve: toSessionUrl,
    }),
    startedAt: t.field({
      type: 'DateTime',
      description: 'When the session started.',
      resolve: fromFacts(({ startedAt }) => startedAt),
    }),
    stoppedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When the session ended; null while it runs.',
      resolve: fromFacts(({ stoppedAt }) => stoppedAt),
    }),
    createdAt: t.field({
      type: 'DateTime',
      nullable: true,
      extensions: applied(semanticNonNull()),
      description: 'When Checkly recorded the session. Connections are in this order, newest first.',
      resolve: fromSummary(({ createdAt }) => createdAt),
    }),
    updatedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: "When Checkly's record last changed; null when it never did.",
      resolve: fromSummary(({ updatedAt }) => updatedAt),
    }),
    durationMs: t.float({
      nullable: true,
      description:
        'From start to end, in milliseconds; null while the session runs, and where its end lies before its start.',
      resolve: fromFacts(toDurationMs),
    }),
    invoker: t.field({
      type: TestSessionInvoker,
      nullable: true,
      description: 'Who started the session; null when Checkly does not know.',
      resolve: fromSummary(({ invoker }) => invoker),
    }),
    commit: t.field({
      type: TestSessionCommit,
      nullable: true,
      description: 'The commit the session ran for; null when Checkly knows none of its parts.',
      resolve: toCommit,
    }),
    githubRun: t.field({
      type: TestSessionGithubRun,
      nullable: true,
      description:
        'The run of GitHub Actions that started the session; null when Checkly knows none. One read of Checkly for each session, see `results` for the limit in lists.',
      resolve: fromDetail(({ githubRun }) => githubRun),
    }),
    account: t.field({
      type: ChecklyAccount,
      nullable: true,
      extensions: applied(semanticNonNull()),
      description: 'The account the session belongs to.',
      resolve: fromSummary(({ accountId }) => ({ id: accountId })),
    }),
    project: t.field({
      type: ChecklyProject,
      nullable: true,
      description: "The project of Checkly's command line; null when the session has none.",
      resolve: fromSummary(({ projectId }) => (projectId === null ? null : { id: projectId })),
    }),
    privateLocation: t.field({
      type: ChecklyPrivateLocation,
      nullable: true,
      description: 'The private location the checks ran from; null when they ran from a public region.',
      resolve: fromSummary(({ privateLocationId }) =>
        privateLocationId === null ? null : { id: privateLocationId },
      ),
    }),
    errorGroups: t.field({
      type: [TestSessionErrorGroup],
      description:
        'The errors that occurred in the session; none where Checkly lists them malformed. Their ids cost nothing; anything more is one read for each error, see `results` for the limit in lists.',
      resolve: fromFacts(({ errorGroupIds }) => toErrorGroups(errorGroupIds)),
    }),
    results: t.field({
      type: [TestSessionResult],
      nullable: { list: true, items: true },
      extensions: applied(semanticNonNull([0, 1]), cost(5), sizeResults),
      args: resultArguments,
      description:
        "The session's check runs, attempts included. One read of Checkly for each session: below a list, `first` is limited accordingly (25, unless the gateway's operator changed it).",
      resolve: fromDetail(({ results, sessionId }, { first }: ResultArguments, context, info) =>
        takeResults(results, first, context, info).map((row) => toResult(row, sessionId)),
      ),
    }),
  }),
});

builder.queryField('testSession', (t) =>
  t.field({
    type: TestSession,
    nullable: true,
    description:
      'One test session, named by exactly one of `id` and `url`; null when the account has none of this id.',
    extensions: applied(cost(2)),
    args: {
      id: t.arg.id({
        description: "Checkly's own id of the session (`sessionId`), or its global id (`id`).",
      }),
      url: t.arg.string({
        description:
          "The address of its page in Checkly's web app, as the field `url` gives it; a page within it, such as a result's, does as well. It has to be of the account that the request reads.",
      }),
    },
    resolve: (_root, named, context, info) => {
      takeLookUpCost(context, info);
      const sessionId = readNamedSession(named, context.accountId);
      return context.loaders().findSession(sessionId);
    },
  }),
);

/** Null for providers beyond the documented ones. */
function readProvider(provider: string): SessionProvider | null {
  return sessionProviders.find((known) => known === provider) ?? null;
}

/** The page for people in Checkly's web app: as its detail gives it, else made of the account and the id. */
function toSessionUrl({ summary, detail, sessionId }: SessionSource): string {
  return summary === null ? detail.url : toSessionAddress(summary.accountId, sessionId);
}
