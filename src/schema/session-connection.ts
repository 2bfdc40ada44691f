/** The Relay connection of test sessions, and `testSessions`. */

import { readFilter } from '../domain/filter.ts';
import type { PageRow } from '../domain/page.ts';
import { type SessionSource, toListedSource } from '../domain/session-detail.ts';
import { UpstreamError } from '../errors/upstream-error.ts';
import { listSessions } from '../pagination/session-listing.ts';
import { builder } from './builder.ts';
import { defineConnection } from './connection.ts';
import { TestSessionFilter } from './filter-input.ts';
import { TestSession } from './session.ts';

const connection = defineConnection({
  name: 'TestSession',
  type: TestSession,
  toNode,
  description: 'A page of test sessions, newest first.',
  edgeDescription: 'A test session and its place in the connection.',
  row: 'session',
  rows: 'sessions',
  comesWith: 'summary',
  singly: 'testSession(id:)',
});

builder.queryField('testSessions', (t) =>
  t.field({
    type: connection.type,
    nullable: true,
    description: 'The test sessions of the account, newest first. Null only when reading them failed.',
    extensions: connection.extensions,
    args: {
      filter: t.arg({ type: TestSessionFilter, description: 'Which sessions; all when left out.' }),
      ...connection.args,
    },
    resolve: (_root, { filter, ...page }, context, info) => {
      const args = connection.readPageArguments(page, context, info);
      return context.paginate(listSessions(readFilter(filter, context.now)), args);
    },
  }),
);

function toNode(row: PageRow): SessionSource {
  if (row.kind === 'malformed') {
    throw new UpstreamError({ kind: 'invalid-response', problem: row.problem });
  }
  return toListedSource(row.session);
}
