/** From an error of the connection back to the sessions that met it: one page of Checkly for each error. */

import type { ErrorGroupRow } from '../domain/error-group.ts';
import { readFilter } from '../domain/filter.ts';
import type { PageRow } from '../domain/page.ts';
import { maxUpstreamPageSize } from '../limits.ts';
import type { Connection } from '../pagination/paginate.ts';
import { listSessions } from '../pagination/session-listing.ts';
import { builder } from './builder.ts';
import { checkFirst } from './connection.ts';
import type { ResolverContext } from './context.ts';
import { errorGroupConnection } from './error-group.ts';
import { sessionConnection } from './session-connection.ts';

const defaultSessions = 5;

interface SessionsArguments {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
}

/** Null for a malformed row, whose place has the error already. @throws InputError naming `first` */
function readSessions(
  { row }: { readonly row: ErrorGroupRow },
  { first, after }: SessionsArguments,
  context: ResolverContext,
): Promise<Connection<PageRow> | null> | null {
  if (row.kind === 'malformed') return null;
  const filter = readFilter({ errorGroupId: row.group.errorGroupId }, context.now);
  const size = checkFirst(first ?? defaultSessions, maxUpstreamPageSize);
  return context
    .paginate(listSessions(filter), { first: size, after: after ?? null })
    .catch((error: unknown) => context.meter.fail(error));
}

builder.objectField(errorGroupConnection.edgeType, 'testSessions', (t) =>
  t.field({
    type: sessionConnection.type,
    nullable: true,
    description: `The sessions that met the error, newest first, as \`testSessions\` gives them with the filter's \`errorGroupId\`: its cursors are the same. One read for each error, counted in \`first\` of the errors. Null, with an error, when reading them failed.`,
    extensions: sessionConnection.extensions,
    args: {
      first: t.arg.int({
        defaultValue: defaultSessions,
        description: `How many sessions of each error, from 0 to ${maxUpstreamPageSize}; null means ${defaultSessions}.`,
      }),
      after: t.arg.string({ description: 'A cursor of these sessions: what comes after it is returned.' }),
    },
    resolve: Object.assign(readSessions, { reads: 'sessions' as const }),
  }),
);
