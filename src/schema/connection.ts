/**
 * Relay connections: `defineConnection` makes the types of one and what its root field needs. All share PageInfo and
 * the arguments. Knows no row: a connection brings its node type and its words.
 */

import type { ObjectRef } from '@pothos/core';
import { builder } from './builder.ts';
import { applied, cost, listSize, semanticNonNull, shareable } from './directives.ts';
import { createPageArguments } from './page-arguments.ts';
import type { PricedRows } from './query-cost.ts';

type SchemaTypes = (typeof builder)['$inferSchemaTypes'];

/** A page of rows, as pagination gives it. */
export interface Connection<Row> {
  readonly edges: readonly Edge<Row>[];
  readonly hasPreviousPage: boolean;
  /** May cost one more upstream call, made only when asked. @throws UpstreamError */
  hasNextPage(): Promise<boolean>;
}

interface Edge<Row> {
  readonly row: Row;
  cursor(): string;
}

export interface ConnectionOptions<Row, Node> extends PricedRows {
  /** `X` makes the types `XConnection` and `XEdge`. */
  readonly name: string;
  readonly type: ObjectRef<SchemaTypes, Node>;
  /** @throws UpstreamError for a malformed row: it costs its own place. */
  readonly toNode: (row: Row) => Node;
  readonly description: string;
  readonly edgeDescription: string;
  /** The word for one row, such as `session`. */
  readonly row: string;
}

/** The root field of the connection takes `type`, `extensions` and `args`, and calls `readPageArguments` first. */
export function defineConnection<Row, Node extends object>(options: ConnectionOptions<Row, Node>) {
  const { name, description, rows, comesWith, singly } = options;
  const edgeType = defineEdge(options);
  const nodeType: ObjectRef<SchemaTypes, object> = options.type;
  const type = builder.objectRef<Connection<Row>>(`${name}Connection`).implement({
    description,
    fields: (t) => ({
      edges: t.field({
        type: [edgeType],
        description: `The ${rows} with their cursors.`,
        resolve: ({ edges }) => edges,
      }),
      nodes: t.field({
        type: [nodeType],
        nullable: { list: false, items: true },
        extensions: applied(semanticNonNull([1])),
        description: `The ${rows} without cursors; null, with an error, where Checkly's record is malformed.`,
        resolve: ({ edges }) => edges.map((edge) => toNodeOrRejection(options.toNode, edge)),
      }),
      pageInfo: t.field({
        type: PageInfo,
        description: 'Where this page stands.',
        resolve: (connection) => connection,
      }),
    }),
  });
  const slicing = {
    slicingArguments: ['first'],
    sizedFields: ['edges', 'nodes'],
    requireOneSlicingArgument: false,
  };
  const extensions = applied(semanticNonNull(), cost(5), listSize(slicing));
  return { type, extensions, ...createPageArguments({ rows, comesWith, singly }) };
}

function defineEdge<Row, Node extends object>({
  name,
  edgeDescription,
  row: one,
  ...options
}: ConnectionOptions<Row, Node>) {
  const nodeType: ObjectRef<SchemaTypes, object> = options.type;
  return builder.objectRef<Edge<Row>>(`${name}Edge`).implement({
    description: edgeDescription,
    fields: (t) => ({
      cursor: t.string({
        description: `For \`after\`, at any later time: the connection goes on after this very ${one}.`,
        resolve: (edge) => edge.cursor(),
      }),
      node: t.field({
        type: nodeType,
        nullable: true,
        extensions: applied(semanticNonNull()),
        description: `The ${one}; null, with an error, when Checkly's record of it is malformed.`,
        resolve: ({ row }) => options.toNode(row),
      }),
    }),
  });
}

/** At once for a good row: a promise for each of hundreds would cost time. */
function toNodeOrRejection<Row>(toNode: (row: Row) => object, { row }: Edge<Row>): object | Promise<object> {
  try {
    return toNode(row);
  } catch (error) {
    return Promise.reject(error);
  }
}

const PageInfo = builder.objectRef<Connection<unknown>>('PageInfo').implement({
  description: 'Where this page of a connection stands (Relay).',
  extensions: applied(shareable),
  fields: (t) => ({
    hasNextPage: t.boolean({
      description:
        'Whether asking for one more after `endCursor` would give an edge. Exact; it can cost one more call to Checkly, made only when this field is asked for.',
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
