/** The Relay connection of error groups, its filter and its root field. */

import type { ErrorGroupFilter, ErrorGroupRow } from '../domain/error-group.ts';
import { uuidPattern } from '../domain/uuid.ts';
import { InputError } from '../errors/input-error.ts';
import { UpstreamError } from '../errors/upstream-error.ts';
import { listErrorGroups } from '../pagination/error-group-listing.ts';
import { builder } from './builder.ts';
import { defineConnection } from './connection.ts';
import { type ErrorGroupSource, TestSessionErrorGroup } from './error-group.ts';

const TestSessionErrorGroupFilter = builder.inputType('TestSessionErrorGroupFilter', {
  description: 'Which errors; what is left out, null or empty does not restrict.',
  fields: (t) => ({
    projectId: t.id({ description: "Of this project of Checkly's command line: its id, a UUID." }),
  }),
});

const connection = defineConnection({
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
    type: connection.type,
    nullable: true,
    description:
      "The errors of the account's test sessions, in Checkly's order. Whole with the list: no field of them costs a further read. Null only when reading them failed.",
    extensions: connection.extensions,
    args: {
      filter: t.arg({ type: TestSessionErrorGroupFilter, description: 'Which errors; all when left out.' }),
      ...connection.args,
    },
    resolve: (_root, { filter, ...page }, context, info) => {
      const args = connection.readPageArguments(page, context, info);
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
