/** Errors: those of a session, whose ids come with it while anything more is one read for each error, and the Relay connection of all errors. */

import {
  type ErrorGroup,
  type ErrorGroupFilter,
  type ErrorGroupRow,
  type ErrorOccurrence,
  errorGroups,
  type RootCauseAnalysis,
} from '../domain/error-group.ts';
import { uuidPattern } from '../domain/uuid.ts';
import { InputError } from '../errors/input-error.ts';
import { UpstreamError } from '../errors/upstream-error.ts';
import { listErrorGroups } from '../pagination/error-group-listing.ts';
import { builder } from './builder.ts';
import { defineConnection } from './connection.ts';
import { applied, cost, key } from './directives.ts';
import { ChecklyProject } from './entity-stubs.ts';
import { readLazily } from './lazy-field.ts';

export interface ErrorGroupSource {
  readonly errorGroupId: string;
  /** Null when only its id is known. */
  readonly group: ErrorGroup | null;
}

const TestSessionErrorOccurrence = builder
  .objectRef<ErrorOccurrence>('TestSessionErrorOccurrence')
  .implement({
    description: 'A test of Playwright that met an error.',
    fields: (t) => ({
      projectName: t.exposeString('projectName', {
        description: "The project in Playwright's configuration, such as `chromium`.",
      }),
      testFile: t.exposeString('testFile', { description: 'The file of the test, as Playwright names it.' }),
      testTitle: t.exposeString('testTitle', { description: 'The title of the test.' }),
      specId: t.exposeString('specId', {
        nullable: true,
        description: "Playwright's id of the test; null when Checkly does not tell it.",
      }),
      suitePath: t.exposeStringList('suitePath', {
        description:
          'The titles of the `describe` blocks around the test, outermost first; empty without any.',
      }),
    }),
  });

const TestSessionRootCauseAnalysis = builder
  .objectRef<RootCauseAnalysis>('TestSessionRootCauseAnalysis')
  .implement({
    description:
      'What somebody had Checkly work out about the cause of an error; what Checkly does not tell is null. This gateway only reads analyses.',
    fields: (t) => ({
      id: t.exposeID('analysisId', { nullable: true, description: "Checkly's own id of the analysis." }),
      createdAt: t.expose('createdAt', {
        type: 'DateTime',
        nullable: true,
        description: 'When it was asked for.',
      }),
      classification: t.exposeString('classification', {
        nullable: true,
        description: 'The kind of cause, such as `Infrastructure`.',
      }),
      rootCause: t.exposeString('rootCause', { nullable: true, description: 'The cause, in words.' }),
      userImpact: t.exposeString('userImpact', {
        nullable: true,
        description: 'What users notice of it, in words.',
      }),
      codeFix: t.exposeString('codeFix', { nullable: true, description: 'A change that may mend it.' }),
      provider: t.exposeString('provider', {
        nullable: true,
        description: 'Who provides the model, as Checkly spells it.',
      }),
      model: t.exposeString('model', { nullable: true, description: 'The model that worked it out.' }),
      durationMs: t.exposeFloat('durationMs', {
        nullable: true,
        description: 'How long that took, in milliseconds.',
      }),
    }),
  });

/** A field beyond the id; null when upstream does not keep the error any more. */
function fromGroup<Value>(read: (group: ErrorGroup) => Value) {
  return readGroup((group) => (group === null ? null : read(group)));
}

const readGroup = readLazily('errorGroup', ({ errorGroupId, group }: ErrorGroupSource, loaders) =>
  group === null ? loaders().load(errorGroups, errorGroupId) : group,
);

export const TestSessionErrorGroup = builder.objectRef<ErrorGroupSource>('TestSessionErrorGroup').implement({
  description:
    'An error, with all its occurrences in the account. Every field but `id` is null when Checkly does not keep the error any more.',
  extensions: applied(key('id'), cost(1)),
  fields: (t) => ({
    id: t.exposeID('errorGroupId', {
      description:
        "Checkly's own id, as in the filter's `errorGroupId`. Costs nothing; every other field one read for each error, unless the error was listed.",
    }),
    message: t.string({
      nullable: true,
      description: 'The message, without terminal colours and stack.',
      resolve: fromGroup(({ message }) => message),
    }),
    rawMessage: t.string({
      nullable: true,
      description: 'What was thrown, verbatim, terminal colours included; null when Checkly did not keep it.',
      resolve: fromGroup(({ rawMessage }) => rawMessage),
    }),
    hash: t.string({
      nullable: true,
      description: 'The same for the same error.',
      resolve: fromGroup(({ hash }) => hash),
    }),
    firstSeen: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When the error occurred for the first time.',
      resolve: fromGroup(({ firstSeen }) => firstSeen),
    }),
    lastSeen: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When the error occurred last.',
      resolve: fromGroup(({ lastSeen }) => lastSeen),
    }),
    environments: t.stringList({
      nullable: true,
      description: 'The environments it occurred in; null when Checkly does not tell.',
      resolve: fromGroup(({ environments }) => environments),
    }),
    isArchivedUntilNextEvent: t.boolean({
      nullable: true,
      description: 'Whether somebody put it aside until it occurs again.',
      resolve: fromGroup((group) => group.isArchivedUntilNextEvent),
    }),
    project: t.field({
      type: ChecklyProject,
      nullable: true,
      description: "The project of Checkly's command line; null when there is none.",
      resolve: fromGroup(({ projectId }) => (projectId === null ? null : { id: projectId })),
    }),
    occurrences: t.field({
      type: [TestSessionErrorOccurrence],
      nullable: true,
      description:
        "Playwright's tests that met it; empty when it did not come from Playwright, null when Checkly lists them malformed.",
      resolve: fromGroup(({ occurrences }) => occurrences),
    }),
    rootCauseAnalyses: t.field({
      type: [TestSessionRootCauseAnalysis],
      nullable: true,
      description:
        'What Checkly worked out about its cause; empty when nobody asked for that, null when Checkly lists them malformed.',
      resolve: fromGroup(({ rootCauseAnalyses }) => rootCauseAnalyses),
    }),
  }),
});

export function toErrorGroups(errorGroupIds: readonly string[]): readonly ErrorGroupSource[] {
  return errorGroupIds.map((errorGroupId) => ({ errorGroupId, group: null }));
}

const TestSessionErrorGroupFilter = builder.inputType('TestSessionErrorGroupFilter', {
  description: 'Which errors; what is left out, null or empty does not restrict.',
  fields: (t) => ({
    projectId: t.id({ description: "Of this project of Checkly's command line: its id, a UUID." }),
  }),
});

export const errorGroupConnection = defineConnection({
  name: 'TestSessionErrorGroup',
  type: TestSessionErrorGroup,
  toNode,
  description: "A page of errors, in Checkly's order.",
  edgeDescription: 'An error and its place in the connection.',
  row: 'error',
  rows: 'errors',
  comesWith: 'errorGroup',
  singly: null,
});

builder.queryField('testSessionErrorGroups', (t) =>
  t.field({
    type: errorGroupConnection.type,
    nullable: true,
    description:
      "The errors of the account's test sessions, in Checkly's order. Whole with the list: no field of them costs a further read. Null only when reading them failed.",
    extensions: errorGroupConnection.extensions,
    args: {
      filter: t.arg({ type: TestSessionErrorGroupFilter, description: 'Which errors; all when left out.' }),
      ...errorGroupConnection.args,
    },
    resolve: (_root, { filter, ...page }, context, info) => {
      const args = errorGroupConnection.readPageArguments(page, context, info);
      return context.paginate(listErrorGroups(toErrorGroupFilter(filter)), args);
    },
  }),
);

type FilterInput = typeof TestSessionErrorGroupFilter.$inferInput;

/** @throws InputError naming `filter.projectId`. */
function toErrorGroupFilter(input: FilterInput | null | undefined): ErrorGroupFilter {
  const projectId = input?.projectId ?? '';
  if (projectId === '') return { projectId: null };
  // It becomes part of the upstream's path.
  if (!uuidPattern.test(projectId)) throw new InputError('filter.projectId', 'must be a UUID');
  return { projectId: projectId.toLowerCase() };
}

function toNode(row: ErrorGroupRow): ErrorGroupSource {
  if (row.kind === 'malformed') throw new UpstreamError({ kind: 'invalid-response', problem: row.problem });
  return { errorGroupId: row.group.errorGroupId, group: row.group };
}
