/** The results of a session: its check runs, attempts included. */

import { isFlaky, type ResultDetail, resultDetails } from '../domain/result-detail.ts';
import type { ResultRow, SessionResult } from '../domain/session-detail.ts';
import { UpstreamError } from '../errors/upstream-error.ts';
import { assumedListLength } from '../limits.ts';
import { builder } from './builder.ts';
import { applied, cost, listSize, semanticNonNull } from './directives.ts';
import { ChecklyCheck } from './entity-stubs.ts';
import { TestSessionStatusEnum } from './enums.ts';
import { TestSessionErrorGroup, toErrorGroups } from './error-group.ts';
import { readLazily } from './lazy-field.ts';
import { assetArguments, readAssets, TestSessionResultAsset, toAsset } from './result-assets.ts';
import { TestSessionResultDetail } from './result-detail.ts';

const TestSessionResultTypeEnum = builder.enumType('TestSessionResultType', {
  description: 'Whether a result is the last word on its check run.',
  values: {
    FINAL: { description: 'The result of the check run.' },
    ATTEMPT: { description: 'An attempt that was followed by another.' },
    PENDING: { description: 'The run has not ended.' },
  } as const,
});

export interface ResultSource extends SessionResult {
  readonly sessionId: string;
  /** Null when only its session's detail is known. */
  readonly detail: ResultDetail | null;
}

const fromResult = readLazily('result', ({ detail, sessionId, resultId }: ResultSource, loaders) =>
  detail === null ? loaders().load(resultDetails, { sessionId, resultId }) : detail,
);

export const TestSessionResult = builder.objectRef<ResultSource>('TestSessionResult').implement({
  description:
    "A check run of a test session, or one attempt at it. Which of the session's sequence ids it belongs to, its `detail` tells.",
  fields: (t) => ({
    id: t.exposeID('resultId', { description: "Checkly's own id of the result." }),
    url: t.exposeString('url', { description: "The result's page in Checkly's web app." }),
    name: t.exposeString('name', { nullable: true, description: "The check's name; null when it has none." }),
    checkType: t.exposeString('checkType', {
      description: 'What kind of check, as Checkly spells it, such as `API`, `BROWSER` or `PLAYWRIGHT`.',
    }),
    status: t.expose('status', {
      type: TestSessionStatusEnum,
      nullable: true,
      description: 'What the run has come to; null for a state that Checkly does not document.',
    }),
    resultType: t.expose('resultType', {
      type: TestSessionResultTypeEnum,
      nullable: true,
      description: 'Whether more is to come; null when Checkly does not tell.',
    }),
    startedAt: t.expose('startedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the run started; null before it did.',
    }),
    stoppedAt: t.expose('stoppedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the run ended; null while it runs.',
    }),
    responseTimeMs: t.exposeFloat('responseTimeMs', {
      nullable: true,
      description: 'The response time that Checkly measured, in milliseconds; null when it measured none.',
    }),
    runLocation: t.exposeString('runLocation', {
      nullable: true,
      description: 'Where it ran, such as `eu-west-1`; null when Checkly does not tell.',
    }),
    hasErrors: t.exposeBoolean('hasErrors', { description: 'Whether something broke while it ran.' }),
    hasFailures: t.exposeBoolean('hasFailures', { description: 'Whether an assertion failed.' }),
    isDegraded: t.exposeBoolean('isDegraded', {
      description: 'Whether it passed, but slower than it should.',
    }),
    isAborted: t.exposeBoolean('isAborted', { description: 'Whether it was stopped before its end.' }),
    check: t.field({
      type: ChecklyCheck,
      nullable: true,
      description: 'The check that ran; null when it is not one that Checkly keeps.',
      resolve: ({ checkId }) => (checkId === null ? null : { id: checkId }),
    }),
    errorGroups: t.field({
      type: [TestSessionErrorGroup],
      description: 'The errors that occurred.',
      resolve: ({ errorGroupIds }) => toErrorGroups(errorGroupIds),
    }),
    isFlaky: t.boolean({
      nullable: true,
      description:
        'Whether it passed only when it was tried again. Shares the read of `detail`, and is null as that is.',
      resolve: fromResult((detail) => detail && isFlaky(detail)),
    }),
    detail: t.field({
      type: TestSessionResultDetail,
      nullable: true,
      extensions: applied(cost(1)),
      description:
        'More of it: one read of Checkly for each result, counted in `results` for the limit. Null when Checkly does not keep it any more.',
      resolve: fromResult((detail) => detail),
    }),
    assets: t.field({
      type: [TestSessionResultAsset],
      nullable: { list: true, items: true },
      args: assetArguments,
      extensions: applied(semanticNonNull([0, 1]), cost(1), listSize({ assumedSize: assumedListLength })),
      description:
        'Files that the run left behind; none when Checkly keeps none. One read of Checkly for each result and each choice of `types`, made anew each time.',
      resolve: readAssets(({ rows }) => rows.map(toAsset)),
    }),
    hasMoreAssets: t.boolean({
      nullable: true,
      args: assetArguments,
      extensions: applied(semanticNonNull()),
      description: 'Whether there are more than Checkly lists in `assets`, whose read it shares.',
      resolve: readAssets(({ isCut }) => isCut),
    }),
  }),
});

/** A malformed result rejects: it costs its own place, with an error there. */
export function toResult(row: ResultRow, sessionId: string): ResultSource | Promise<ResultSource> {
  if (row.kind === 'result') return { ...row.result, sessionId, detail: null };
  return Promise.reject(new UpstreamError({ kind: 'invalid-response', problem: row.problem }));
}
