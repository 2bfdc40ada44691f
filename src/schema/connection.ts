/** The Relay connection of test sessions: edges, nodes and page info. */

import type { PageRow } from '../domain/page.ts';
import { type SessionSource, toListedSource } from '../domain/session-source.ts';
import { UpstreamError } from '../errors/upstream-error.ts';
import type { Connection, Edge } from '../pagination/paginate.ts';
import { builder } from './builder.ts';
import { applied, semanticNonNull, shareable } from './directives.ts';
import { TestSession } from './session.ts';

export const PageInfo = builder.objectRef<Connection<unknown>>('PageInfo').implement({
  description: 'Where this page of a connection stands (Relay).',
  extensions: applied(shareable),
  fields: (t) => ({
    hasNextPage: t.boolean({
      description:
        'Whether asking for one more after `endCursor` would give one. Exact; it can cost one more call to Checkly, made only when this field is asked for.',
      resolve: (connection) => connection.hasNextPage(),
    }),
    hasPreviousPage: t.exposeBoolean('hasPreviousPage', {
      description: 'True when `after` was given. Connections are read forward only.',
    }),
    startCursor: t.string({
      nullable: true,
      description: 'The cursor of the first edge; null when there are no edges.',
      resolve: ({ edges }) => edges[0]?.cursor() ?? null,
    }),
    endCursor: t.string({
      nullable: true,
      description: 'The cursor of the last edge, for `after`; null when there are no edges.',
      resolve: ({ edges }) => edges.at(-1)?.cursor() ?? null,
    }),
  }),
});

const TestSessionEdge = builder.objectRef<Edge<PageRow>>('TestSessionEdge').implement({
  description: 'A test session and its place in the connection.',
  fields: (t) => ({
    cursor: t.string({
      description: 'For `after`, at any later time: the connection goes on after this very session.',
      resolve: (edge) => edge.cursor(),
    }),
    node: t.field({
      type: TestSession,
      nullable: true,
      extensions: applied(semanticNonNull()),
      description: "The session; null, with an error, when Checkly's record of it is malformed.",
      resolve: ({ row }) => toNode(row),
    }),
  }),
});

export const TestSessionConnection = builder
  .objectRef<Connection<PageRow>>('TestSessionConnection')
  .implement({
    description: 'A page of test sessions, newest first.',
    fields: (t) => ({
      edges: t.field({
        type: [TestSessionEdge],
        description: 'The sessions with their cursors.',
        resolve: ({ edges }) => edges,
      }),
      nodes: t.field({
        type: [TestSession],
        nullable: { list: false, items: true },
        extensions: applied(semanticNonNull([1])),
        description:
          "The sessions without cursors; null, with an error, where Checkly's record is malformed.",
        resolve: ({ edges }) =>
          edges.map(({ row }) =>
            row.kind === 'session' ? toListedSource(row.session) : Promise.reject(toRowError(row)),
          ),
      }),
      pageInfo: t.field({
        type: PageInfo,
        description: 'Where this page stands.',
        resolve: (connection) => connection,
      }),
    }),
  });

type MalformedRow = Extract<PageRow, { kind: 'malformed' }>;

function toNode(row: PageRow): SessionSource {
  if (row.kind === 'malformed') throw toRowError(row);
  return toListedSource(row.session);
}

function toRowError({ problem }: MalformedRow): UpstreamError {
  return new UpstreamError({ kind: 'invalid-response', problem });
}
