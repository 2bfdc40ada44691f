/** The root fields. */

import { InputError } from '../errors/input-error.ts';
import { defaultPageSize } from '../limits.ts';
import { builder } from './builder.ts';
import { TestSessionConnection } from './connection.ts';
import { applied, cost, listSize, semanticNonNull } from './directives.ts';
import { TestSessionFilter, toSessionFilter } from './filter-input.ts';
import { findSelectedReads } from './selected-reads.ts';

builder.queryField('testSessions', (t) =>
  t.field({
    type: TestSessionConnection,
    nullable: true,
    description: 'The test sessions of the account, newest first. Null only when reading them failed.',
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
      filter: t.arg({ type: TestSessionFilter, description: 'Which sessions; all when left out.' }),
      first: t.arg.int({
        defaultValue: defaultPageSize,
        description:
          'How many sessions, from 0 to the maximum of the gateway (500 unless its operator changed it); null means 20.',
      }),
      after: t.arg.string({
        description: 'A cursor of this connection with the same filter: what comes after it is returned.',
      }),
    },
    resolve: (_root, { filter, first: wished, after }, context, info) => {
      const first = checkFirst(wished ?? defaultPageSize, context.maxPageSize);
      context.queryCost.take({
        first,
        reads: findSelectedReads(info),
        comesWith: 'summary',
        rows: 'sessions',
        singly: 'testSession(id:)',
      });
      return context.walkSessions({
        filter: toSessionFilter(filter, context.now),
        first,
        after: after ?? null,
      });
    },
  }),
);

function checkFirst(first: number, maxPageSize: number): number {
  if (first < 0) throw new InputError('first', `must be 0 or more, but is ${first}`);
  if (first > maxPageSize) throw new InputError('first', `must be at most ${maxPageSize}, but is ${first}`);
  return first;
}
