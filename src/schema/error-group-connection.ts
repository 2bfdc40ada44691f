/** The Relay connection of error groups, its filter and its root field. */

import type { ErrorGroupFilter, ErrorGroupRow } from '../domain/error-group.ts';
import { uuidPattern } from '../domain/uuid.ts';
import { InputError } from '../errors/input-error.ts';
import { UpstreamError } from '../errors/upstream-error.ts';
import { defaultPageSize } from '../limits.ts';
import { listErrorGroups } from '../pagination/error-group-listing.ts';
import type { Connection, Edge } from '../pagination/paginate.ts';
import { builder } from './builder.ts';
import { PageInfo } from './connection.ts';
import { applied, cost, listSize, semanticNonNull } from './directives.ts';
import { type ErrorGroupSource, TestSessionErrorGroup } from './error-group.ts';
import { checkFirst } from './query.ts';

const TestSessionErrorGroupFilter = builder.inputType('TestSessionErrorGroupFilter', {
  description: 'Which errors; what is left out, null or empty does not restrict.',
  fields: (t) => ({
    projectId: t.id({ description: "Of this project of Checkly's command line: its id, a UUID." }),
  }),
});

const TestSessionErrorGroupEdge = builder
  .objectRef<Edge<ErrorGroupRow>>('TestSessionErrorGroupEdge')
  .implement({
    description: 'An error and its place in the connection.',
    fields: (t) => ({
      cursor: t.string({
        description: 'For `after`, at any later time: the connection goes on after this very error.',
        resolve: (edge) => edge.cursor(),
      }),
      node: t.field({
        type: TestSessionErrorGroup,
        nullable: true,
        extensions: applied(semanticNonNull()),
        description: "The error; null, with an error, when Checkly's record of it is malformed.",
        resolve: ({ row }) => toNode(row),
      }),
    }),
  });

const TestSessionErrorGroupConnection = builder
  .objectRef<Connection<ErrorGroupRow>>('TestSessionErrorGroupConnection')
  .implement({
    description: "A page of errors, in Checkly's order.",
    fields: (t) => ({
      edges: t.field({
        type: [TestSessionErrorGroupEdge],
        description: 'The errors with their cursors.',
        resolve: ({ edges }) => edges,
      }),
      nodes: t.field({
        type: [TestSessionErrorGroup],
        nullable: { list: false, items: true },
        extensions: applied(semanticNonNull([1])),
        description: "The errors without cursors; null, with an error, where Checkly's record is malformed.",
        resolve: ({ edges }) => edges.map(async ({ row }) => toNode(row)),
      }),
      pageInfo: t.field({
        type: PageInfo,
        description: 'Where this page stands.',
        resolve: (connection) => connection,
      }),
    }),
  });

builder.queryField('testSessionErrorGroups', (t) =>
  t.field({
    type: TestSessionErrorGroupConnection,
    nullable: true,
    description:
      "The errors of the account's test sessions, in Checkly's order. Whole with the list: no field of them costs a further read. Null only when reading them failed.",
    extensions: applied(
      semanticNonNull(),
      cost(5),
      listSize({
        slicingArguments: ['first'],
        sizedFields: ['edges', 'nodes'],
        requireOneSlicingArgument: false,
      }),
    ),
    args: {
      filter: t.arg({ type: TestSessionErrorGroupFilter, description: 'Which errors; all when left out.' }),
      first: t.arg.int({
        defaultValue: defaultPageSize,
        description:
          'How many errors, from 0 to the maximum of the gateway (500 unless its operator changed it); null means 20.',
      }),
      after: t.arg.string({
        description: 'A cursor of this connection with the same filter: what comes after it is returned.',
      }),
    },
    resolve: (_root, { filter, first: wished, after }, context) => {
      const first = checkFirst(wished ?? defaultPageSize, context.maxPageSize);
      return context.paginate(listErrorGroups(toErrorGroupFilter(filter)), { first, after: after ?? null });
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
