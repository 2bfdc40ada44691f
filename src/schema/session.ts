/** TestSession: every field of the upstream's list entry, in the field's words. */

import type { SessionEntry, SessionInvoker } from '../domain/session.ts';
import { builder } from './builder.ts';
import { ChecklyAccount, ChecklyPrivateLocation, ChecklyProject } from './entity-stubs.ts';
import { TestSessionProviderEnum, TestSessionStatusEnum } from './enums.ts';
import { TestSessionCommit, toCommit } from './session-commit.ts';
import { countRuns, TestSessionCounts } from './session-counts.ts';
import { readProvider, toDurationMs, toSessionUrl } from './session-facts.ts';

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

export const TestSession = builder.objectRef<SessionEntry>('TestSession');

builder.node(TestSession, {
  name: 'TestSession',
  description: 'One run of a set of checks: from the command line, a deployment, a trigger or a reporter.',
  id: {
    description: 'The global id (Relay), unique among all types.',
    resolve: ({ sessionId }) => sessionId,
  },
  fields: (t) => ({
    sessionId: t.exposeID('sessionId', { description: "Checkly's own id of the session." }),
    name: t.exposeString('name', { description: 'The name that the session was started under.' }),
    status: t.field({
      type: TestSessionStatusEnum,
      nullable: true,
      description: 'What the session has come to; null when Checkly does not tell and no check run does.',
      resolve: ({ status }) => status,
    }),
    provider: t.field({
      type: TestSessionProviderEnum,
      nullable: true,
      description:
        'What started the session; null for values that Checkly does not document, see `providerName`.',
      resolve: ({ provider }) => readProvider(provider),
    }),
    providerName: t.exposeString('provider', {
      nullable: true,
      description: 'What started the session, verbatim, documented or not.',
    }),
    environment: t.exposeString('environment', {
      nullable: true,
      description: 'The environment that was tested, such as `staging`; null when none was named.',
    }),
    region: t.exposeString('region', {
      nullable: true,
      description: 'Where the checks ran, such as `eu-west-1`.',
    }),
    url: t.string({
      nullable: true,
      description: "The session's page in Checkly's web app.",
      resolve: toSessionUrl,
    }),
    startedAt: t.expose('startedAt', { type: 'DateTime', description: 'When the session started.' }),
    stoppedAt: t.expose('stoppedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the session ended; null while it runs.',
    }),
    createdAt: t.expose('createdAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When Checkly recorded the session. Connections are in this order, newest first.',
    }),
    updatedAt: t.expose('updatedAt', {
      type: 'DateTime',
      nullable: true,
      description: "When Checkly's record last changed; null when it never did.",
    }),
    durationMs: t.float({
      nullable: true,
      description: 'From start to end, in milliseconds; null while the session runs.',
      resolve: toDurationMs,
    }),
    counts: t.field({
      type: TestSessionCounts,
      nullable: true,
      description: 'How many check runs are in which state; null when Checkly tells none of them.',
      resolve: countRuns,
    }),
    runningSequenceIds: t.idList({
      nullable: true,
      description: sequenceIdsDescription('are running'),
      resolve: ({ running }) => running,
    }),
    passedSequenceIds: t.idList({
      nullable: true,
      description: sequenceIdsDescription('passed'),
      resolve: ({ passed }) => passed,
    }),
    failedSequenceIds: t.idList({
      nullable: true,
      description: sequenceIdsDescription('failed'),
      resolve: ({ failed }) => failed,
    }),
    cancelledSequenceIds: t.idList({
      nullable: true,
      description: sequenceIdsDescription('were cancelled'),
      resolve: ({ cancelled }) => cancelled,
    }),
    invoker: t.field({
      type: TestSessionInvoker,
      nullable: true,
      description: 'Who started the session; null when Checkly does not know.',
      resolve: ({ invoker }) => invoker,
    }),
    commit: t.field({
      type: TestSessionCommit,
      nullable: true,
      description: 'The commit the session ran for; null when Checkly knows none of its parts.',
      resolve: toCommit,
    }),
    account: t.field({
      type: ChecklyAccount,
      nullable: true,
      description: 'The account the session belongs to.',
      resolve: ({ accountId }) => ({ id: accountId }),
    }),
    project: t.field({
      type: ChecklyProject,
      nullable: true,
      description: "The project of Checkly's command line; null when the session has none.",
      resolve: ({ projectId }) => (projectId === null ? null : { id: projectId }),
    }),
    privateLocation: t.field({
      type: ChecklyPrivateLocation,
      nullable: true,
      description: 'The private location the checks ran from; null when they ran from a public region.',
      resolve: ({ privateLocationId }) => (privateLocationId === null ? null : { id: privateLocationId }),
    }),
  }),
});

function sequenceIdsDescription(state: string): string {
  return `Sequence ids of the check runs that ${state}, one for each run, retries not counted twice; null when Checkly leaves the list out.`;
}
