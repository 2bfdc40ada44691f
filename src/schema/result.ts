/** The results of a session: its check runs, attempts included. */

import type { ResultRow, SessionResult } from '../domain/session-detail.ts';
import { UpstreamError } from '../errors/upstream-error.ts';
import { builder } from './builder.ts';
import { ChecklyCheck } from './entity-stubs.ts';
import { TestSessionStatusEnum } from './enums.ts';
import { TestSessionErrorGroup, toErrorGroups } from './error-group.ts';

const TestSessionResultTypeEnum = builder.enumType('TestSessionResultType', {
  description: 'Whether a result is the last word on its check run.',
  values: {
    FINAL: { description: 'The result of the check run.' },
    ATTEMPT: { description: 'An attempt that was followed by another.' },
    PENDING: { description: 'The run has not ended.' },
  } as const,
});

export const TestSessionResult = builder.objectRef<SessionResult>('TestSessionResult').implement({
  description:
    "A check run of a test session, or one attempt at it. Checkly does not tell which of the session's sequence ids it belongs to.",
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
  }),
});

/** A malformed result rejects: it costs its own place, with an error there. */
export function toResult(row: ResultRow): SessionResult | Promise<SessionResult> {
  if (row.kind === 'result') return row.result;
  return Promise.reject(new UpstreamError({ kind: 'invalid-response', problem: row.problem }));
}
