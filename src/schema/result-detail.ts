/** What Checkly tells of one result by its id. */

import type { ResultAssertion, ResultDetail } from '../domain/result-detail.ts';
import { builder } from './builder.ts';
import { ChecklyPrivateLocation } from './entity-stubs.ts';

const TestSessionResultAssertion = builder
  .objectRef<ResultAssertion>('TestSessionResultAssertion')
  .implement({
    description:
      "What an API's answer was held against, as Checkly spells it; what it does not tell is null, and what is no text is JSON.",
    fields: (t) => ({
      source: t.exposeString('source', {
        nullable: true,
        description: 'What was looked at, such as `STATUS_CODE`.',
      }),
      property: t.exposeString('property', { nullable: true, description: 'Which part of it.' }),
      comparison: t.exposeString('comparison', { nullable: true, description: 'How, such as `EQUALS`.' }),
      target: t.exposeString('target', { nullable: true, description: 'What it had to be.' }),
      actual: t.exposeString('actual', { nullable: true, description: 'What it was.' }),
      error: t.exposeString('error', { nullable: true, description: 'What is wrong; null when it holds.' }),
    }),
  });

export const TestSessionResultDetail = builder.objectRef<ResultDetail>('TestSessionResultDetail').implement({
  description: 'What Checkly tells of one result by its id.',
  fields: (t) => ({
    sequenceId: t.exposeID('sequenceId', {
      nullable: true,
      description: "The session's sequence id of the check run; null when Checkly does not tell.",
    }),
    attempts: t.exposeInt('attempts', { description: 'How often the check ran, this time included.' }),
    errors: t.exposeStringList('errors', {
      nullable: true,
      description: 'What broke, in words; null when Checkly lists it malformed.',
    }),
    assertions: t.field({
      type: [TestSessionResultAssertion],
      nullable: true,
      description: 'Those of an API check, others have none; null when Checkly lists them malformed.',
      resolve: ({ assertions }) => assertions,
    }),
    responseStatus: t.exposeInt('responseStatus', {
      nullable: true,
      description: "The HTTP status of the API's answer; null without one.",
    }),
    summary: t.exposeString('summary', { nullable: true, description: 'Of an agentic check, in words.' }),
    filePath: t.exposeString('filePath', {
      nullable: true,
      description: 'The file of the check; null when Checkly does not tell.',
    }),
    isCancelled: t.exposeBoolean('isCancelled', { description: 'Whether somebody cancelled it.' }),
    isOverMaxResponseTime: t.exposeBoolean('isOverMaxResponseTime', {
      description: 'Whether it took longer than the check allows.',
    }),
    scheduleError: t.exposeString('scheduleError', {
      nullable: true,
      description: 'Why it could not be run; null when it could.',
    }),
    traceId: t.exposeString('traceId', {
      nullable: true,
      description: 'Its trace in OpenTelemetry; null without one.',
    }),
    privateLocation: t.field({
      type: ChecklyPrivateLocation,
      nullable: true,
      description: 'Where it ran; null in a public region.',
      resolve: ({ privateLocationId: id }) => (id === null ? null : { id }),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When Checkly recorded it.' }),
    updatedAt: t.expose('updatedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the record last changed; null when it never did.',
    }),
  }),
});
