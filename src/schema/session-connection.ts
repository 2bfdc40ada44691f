/** The Relay connection of test sessions, and `testSessions`. */

import type { PageRow } from '../domain/page.ts';
import { type SessionSource, toListedSource } from '../domain/session-detail.ts';
import { UpstreamError } from '../errors/upstream-error.ts';
import { maxSearchedPages } from '../limits.ts';
import type { Searched } from '../pagination/paginate.ts';
import { listSessions } from '../pagination/session-listing.ts';
import { builder } from './builder.ts';
import { defineConnection } from './connection.ts';
import { TestSessionFilter } from './filter-input.ts';
import { TestSession } from './session.ts';
import { readSessionFilter } from './session-filter.ts';

export const sessionConnection = defineConnection({
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

const TestSessionSearch = builder.objectRef<Searched>('TestSessionSearch').implement({
  description:
    'How far the gateway looked for one page of a connection whose filter has what Checkly cannot filter by.',
  fields: (t) => ({
    sessions: t.exposeInt('rows', {
      description: 'Sessions that were compared, after `after`, by whole pages of Checkly.',
    }),
    unreadable: t.exposeInt('unreadable', {
      description: "Sessions that are left out uncompared, because Checkly's record of them is malformed.",
    }),
    complete: t.exposeBoolean('isComplete', {
      description: `Whether it looked as far as it had to: it found \`first\` sessions, or came to the end of the list. False where it stopped after ${maxSearchedPages} pages: \`endCursor\` goes on from there.`,
    }),
    oldest: t.expose('oldest', {
      type: 'DateTime',
      nullable: true,
      description: 'When the oldest session that it compared was created; null when there was none.',
    }),
  }),
});

builder.objectField(sessionConnection.type, 'searched', (t) =>
  t.field({
    type: TestSessionSearch,
    nullable: true,
    description:
      'How far the gateway looked for this page; null when Checkly filtered by everything that was asked.',
    resolve: ({ searched }) => searched,
  }),
);

builder.queryField('testSessions', (t) =>
  t.field({
    type: sessionConnection.type,
    nullable: true,
    description: `The test sessions of the account, newest first. Null only when reading them failed. What Checkly cannot filter by, the gateway compares: it reads at most ${maxSearchedPages} pages of what the rest of the filter leaves (so many calls when nothing is cached, whatever \`first\` is), and a range or a branch makes that go further.`,
    extensions: sessionConnection.extensions,
    args: {
      filter: t.arg({ type: TestSessionFilter, description: 'Which sessions; all when left out.' }),
      ...sessionConnection.args,
    },
    resolve: (_root, { filter, ...page }, context, info) => {
      const args = sessionConnection.readPageArguments(page, context, info);
      const read = readSessionFilter(filter, context);
      return read instanceof Promise
        ? read.then((found) => context.paginate(listSessions(found), args))
        : context.paginate(listSessions(read), args);
    },
  }),
);

function toNode(row: PageRow): SessionSource {
  if (row.kind === 'malformed') {
    throw new UpstreamError({ kind: 'invalid-response', problem: row.problem });
  }
  return toListedSource(row.session);
}
