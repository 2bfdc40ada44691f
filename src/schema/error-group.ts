/** The errors of a session. Their ids come with it; anything more is one read for each error, shared by all fields. */

import { type ErrorGroup, type ErrorOccurrence, errorGroups } from '../domain/error-group.ts';
import { builder } from './builder.ts';
import { applied, cost } from './directives.ts';
import { ChecklyProject } from './entity-stubs.ts';
import { readLazily } from './query-cost.ts';

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
      suitePath: t.exposeStringList('suitePath', {
        description:
          'The titles of the `describe` blocks around the test, outermost first; empty without any.',
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
  extensions: applied(cost(1)),
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
      description: "Playwright's tests that met it; empty when it did not come from Playwright.",
      resolve: fromGroup(({ occurrences }) => occurrences),
    }),
  }),
});

export function toErrorGroups(errorGroupIds: readonly string[]): readonly ErrorGroupSource[] {
  return errorGroupIds.map((errorGroupId) => ({ errorGroupId, group: null }));
}
