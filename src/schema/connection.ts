/**
 * Relay connections: `defineConnection` makes the types of one and what its root field needs. All share PageInfo and
 * the arguments. Knows no row: a connection brings its node type and its words.
 */

import type { ObjectRef } from '@pothos/core';
import type { GraphQLResolveInfo } from 'graphql';
import { InputError } from '../errors/input-error.ts';
import { defaultPageSize } from '../limits.ts';
import type { Connection, Edge } from '../pagination/paginate.ts';
import type { RequestMeter } from '../request-meter.ts';
import { builder } from './builder.ts';
import type { ResolverContext } from './context.ts';
import { applied, cost, listSize, semanticNonNull, shareable } from './directives.ts';
import type { PricedRows } from './query-cost.ts';
import { findSelectedReads } from './selected-reads.ts';

type SchemaTypes = (typeof builder)['$inferSchemaTypes'];

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

/** The root field of the connection takes `type`, `extensions` and `args`, and calls `readPageArguments` first; more fields of an edge are added to `edgeType`. */
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
        resolve: ({ edges }, _args, { meter }) =>
          edges.map((edge) => toNodeOrRejection(options, edge, meter)),
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
  const extensions = { ...applied(semanticNonNull(), cost(5), listSize(slicing)), comesWith };
  return { type, edgeType, extensions, ...createPageArguments({ rows, comesWith, singly }) };
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
        resolve: ({ row }, _args, { meter }) => toNode(options, row, meter),
      }),
    }),
  });
}

/** At once for a good row: a promise for each of hundreds would cost time. */
function toNodeOrRejection<Row, Node extends object>(
  options: Pick<ConnectionOptions<Row, Node>, 'toNode'>,
  { row }: Edge<Row>,
  meter: RequestMeter,
): object | null | Promise<object> {
  try {
    return toNode(options, row, meter);
  } catch (error) {
    return Promise.reject(error);
  }
}

function toNode<Row, Node extends object>(
  options: Pick<ConnectionOptions<Row, Node>, 'toNode'>,
  row: Row,
  meter: RequestMeter,
): Node | null {
  try {
    return options.toNode(row);
  } catch (error) {
    return meter.fail(error);
  }
}

const PageInfo = builder.objectRef<Connection<unknown>>('PageInfo').implement({
  description: 'Where this page of a connection stands (Relay).',
  extensions: applied(shareable),
  fields: (t) => ({
    hasNextPage: t.boolean({
      description:
        'Whether asking for one more after `endCursor` would give an edge. Exact, but true where a connection stopped at its bound: it cannot know. It can cost one more call to Checkly, or where the gateway compares sessions the rest of its bound, made only when this field is asked for.',
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
      description:
        'The cursor of the last edge, for `after`; null when there are no edges. Where a connection stopped at its bound, the place to go on from, with or without edges.',
      resolve: (connection) => connection.endCursor(),
    }),
  }),
});

interface PageArguments {
  /** How many edges, 0 or more. */
  readonly first: number;
  /** Null to start from the first row. */
  readonly after: string | null;
}

function createPageArguments(priced: PricedRows) {
  const args = builder.args((t) => ({
    first: t.int({
      defaultValue: defaultPageSize,
      description: `How many ${priced.rows}, from 0 to the maximum of the gateway (500 unless its operator changed it); null means ${defaultPageSize}.`,
    }),
    after: t.string({
      description: 'A cursor of this connection with the same filter: what comes after it is returned.',
    }),
  }));
  /** Takes the query cost of the rows. @throws InputError naming `first`. */
  function readPageArguments(
    { first: wished, after }: { first?: number | null | undefined; after?: string | null | undefined },
    context: ResolverContext,
    info: GraphQLResolveInfo,
  ): PageArguments {
    const first = checkFirst(wished ?? defaultPageSize, context.maxPageSize);
    context.queryCost.take({ first, reads: findSelectedReads(info), ...priced });
    return { first, after: after ?? null };
  }
  return { args, readPageArguments };
}

/** @throws InputError naming `first`. */
export function checkFirst(first: number, maxPageSize: number): number {
  if (first < 0) throw new InputError('first', `must be 0 or more, but is ${first}`);
  if (first > maxPageSize) throw new InputError('first', `must be at most ${maxPageSize}, but is ${first}`);
  return first;
}
