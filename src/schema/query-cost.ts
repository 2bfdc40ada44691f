/** The query cost: reads one by one that the lists of a request need, derived from what is selected by the schema's types, and known before anything is read, so that a query that cannot be answered whole costs nothing upstream. Pure. */

import {
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  getNamedType,
  isCompositeType,
  isObjectType,
  type SelectionSetNode,
} from 'graphql';
import { InputError } from '../errors/input-error.ts';
import type { Loaders } from '../loaders/loaders.ts';
import type { ResolverContext } from './context.ts';
import { covers, isIncluded } from './selection.ts';

/** What rows cost, whichever are listed. */
export interface PricedRows {
  /** The word for the rows, such as `sessions`. */
  readonly rows: string;
  /** What the rows come with: such reads cost nothing. */
  readonly comesWith: ReadKind;
  /** The field that gives a single row; null when there is none. */
  readonly singly: string | null;
}

interface PricedList extends PricedRows {
  readonly first: number;
  /** What is selected on each row. */
  readonly reads: SelectedReads;
}

export interface QueryCostLimit {
  /** Takes the cost of one list from what the request has left. @throws InputError naming `first`. */
  take(list: PricedList): void;
}

/** `max` reads for the whole request, over all its lists. */
export function createQueryCostLimit(max: number): QueryCostLimit {
  let left = max;
  return {
    take(list) {
      const cost = list.first * costOfRow(list).length;
      if (cost > left) throw new InputError('first', explain(list, cost, left, max));
      left -= cost;
    },
  };
}

/**
 * The fields that cost a read of each row, one for each kind of read: rows share error groups, so that one for
 * each row is an average.
 */
function costOfRow({ reads, comesWith }: PricedList): readonly string[] {
  return [...reads].filter(([kind]) => kind !== comesWith).map(([, field]) => field);
}

function explain(list: PricedList, cost: number, left: number, max: number): string {
  const fields = costOfRow(list);
  const affordable = Math.floor(left / fields.length);
  const taken = left === max ? '' : `, of which other fields of this request take ${max - left}`;
  const advice =
    affordable === 0
      ? 'leave them out here, or ask for them in a request of their own'
      : `ask for at most ${affordable}`;
  const alternative = list.singly === null ? '' : `, or for single ${list.rows} with ${list.singly}`;
  return (
    `with ${fields.join(' and ')}, ${list.first} ${list.rows} cost ${cost} reads one by one; ` +
    `a request may make ${max}${taken}: ${advice}${alternative}`
  );
}

export type SelectionInfo = Pick<
  GraphQLResolveInfo,
  'schema' | 'fragments' | 'variableValues' | 'fieldNodes' | 'returnType'
>;

/** Each kind of read, with the first selected field that needs it, such as `TestSession.results`. */
export type SelectedReads = ReadonlyMap<ReadKind, string>;

/** By a field's nodes: a plan has the same list of them for each request, whose conditions are the same, too. */
const known = new WeakMap<SelectionInfo['fieldNodes'], SelectedReads>();

/** The field itself does not count. */
export function findSelectedReads(info: SelectionInfo): SelectedReads {
  const found = known.get(info.fieldNodes);
  if (found !== undefined) return found;
  const reads = searchReads(info);
  known.set(info.fieldNodes, reads);
  return reads;
}

function searchReads(info: SelectionInfo): SelectedReads {
  const reads = new Map<ReadKind, string>();
  const type = getNamedType(info.returnType);
  if (!isCompositeType(type)) return reads;
  // Once for each type: fragments that spread others twice would double with every level.
  const visited = new Map<SelectionSetNode, Set<GraphQLObjectType>>();

  function visitAll(parent: GraphQLCompositeType, selectionSet: SelectionSetNode | undefined): void {
    if (selectionSet === undefined) return;
    for (const objectType of objectTypesOf(info, parent)) visit(objectType, selectionSet);
  }

  function visit(parent: GraphQLObjectType, selectionSet: SelectionSetNode): void {
    const types = visited.get(selectionSet) ?? new Set();
    if (types.has(parent)) return;
    visited.set(selectionSet, types.add(parent));
    for (const node of selectionSet.selections) {
      if (!isIncluded(info, node)) continue;
      if (node.kind === 'Field') {
        visitField(parent, node.name.value, node.selectionSet);
        continue;
      }
      const fragment = node.kind === 'FragmentSpread' ? info.fragments[node.name.value] : node;
      const condition = fragment?.typeCondition?.name.value ?? parent.name;
      if (fragment !== undefined && covers(info, condition, parent)) visit(parent, fragment.selectionSet);
    }
  }

  function visitField(parent: GraphQLObjectType, name: string, selectionSet: SelectionSetNode | undefined) {
    const field = parent.getFields()[name];
    if (field === undefined) return;
    const kind = readsOf(field);
    if (kind !== null && !reads.has(kind)) reads.set(kind, `${parent.name}.${name}`);
    const fieldType = getNamedType(field.type);
    if (isCompositeType(fieldType)) visitAll(fieldType, selectionSet);
  }

  for (const { selectionSet } of info.fieldNodes) visitAll(type, selectionSet);
  return reads;
}

interface SelectedField {
  readonly field: GraphQLField<unknown, unknown>;
  readonly node: FieldNode;
}

/** The fields that are selected on what the field itself returns, an object; each as often as it is written. */
export function findFields(info: SelectionInfo): readonly SelectedField[] {
  const type = getNamedType(info.returnType);
  if (!isObjectType(type)) return [];
  const found: SelectedField[] = [];
  const spread = new Set<string>();
  function visit({ selections }: SelectionSetNode): void {
    for (const node of selections) {
      if (!isIncluded(info, node)) continue;
      if (node.kind === 'Field') {
        const field = isObjectType(type) ? type.getFields()[node.name.value] : undefined;
        if (field !== undefined) found.push({ field, node });
        continue;
      }
      if (node.kind === 'FragmentSpread') {
        if (spread.has(node.name.value)) continue;
        spread.add(node.name.value);
      }
      const fragment = node.kind === 'FragmentSpread' ? info.fragments[node.name.value] : node;
      if (fragment !== undefined) visit(fragment.selectionSet);
    }
  }
  for (const { selectionSet } of info.fieldNodes) if (selectionSet !== undefined) visit(selectionSet);
  return found;
}

/** Resolvers belong to object types: a field of an interface is resolved as its objects have it. */
function objectTypesOf({ schema }: SelectionInfo, type: GraphQLCompositeType): readonly GraphQLObjectType[] {
  return isObjectType(type) ? [type] : schema.getPossibleTypes(type);
}

/** What one read upstream gives: a session's detail, a session's list entry, or an error group. */
export type ReadKind = 'detail' | 'summary' | 'errorGroup';

/** Null beyond the errors that an answer has: fields that read are nullable. */
export interface LazyResolver<Source, Value> {
  (source: Source, args: object, context: ResolverContext): Value | Promise<Value | null>;
  readonly reads: ReadKind;
}

/**
 * Makes the resolvers of one kind of read.
 * @param find gives what the source already holds, without a loader, else asks one
 */
export function readLazily<Source, Found>(
  reads: ReadKind,
  find: (source: Source, loaders: () => Loaders) => Found | Promise<Found>,
) {
  return <Value>(read: (found: Found) => Value): LazyResolver<Source, Value> => {
    const resolve = (
      source: Source,
      _args: object,
      context: ResolverContext,
    ): Value | Promise<Value | null> => {
      const found = find(source, () => context.loaders());
      if (!(found instanceof Promise)) return read(found);
      return found.then(read, (error: unknown) => context.meter.fail(error));
    };
    return Object.assign(resolve, { reads });
  };
}

/** Null for a field whose value comes with its parent. */
export function readsOf({ resolve }: GraphQLField<unknown, unknown>): ReadKind | null {
  return resolve !== undefined && isLazy(resolve) ? resolve.reads : null;
}

function isLazy(resolve: object): resolve is { readonly reads: ReadKind } {
  return 'reads' in resolve;
}
