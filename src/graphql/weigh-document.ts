/**
 * What an operation costs, from its document, the sizes in its variables and the schema alone: the fields of its
 * answer, the upstream calls for its lists, look-ups and what is read one by one, and its ids. Executes nothing. Pure.
 */

import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  getOperationAST,
  isInterfaceType,
  isIntrospectionType,
  isListType,
  isObjectType,
  Kind,
  SchemaMetaFieldDef,
  type SelectionNode,
  type SelectionSetNode,
  TypeMetaFieldDef,
} from 'graphql';
import { comparedKeys } from '../domain/compared-filter.ts';
import { assumedListLength, maxMemberPages, maxSearchedPages } from '../limits.ts';
import type { RequestCost } from '../request-meter.ts';
import { isCountedRead, type ReadKind, readsOf } from '../schema/lazy-field.ts';
import {
  callsOf,
  comesWith,
  type Field,
  firstOf,
  idsOf,
  introspectionLists,
  isReading,
  priceOf,
} from './field-cost.ts';
import type { SizeReader } from './size-reader.ts';

/** What a connection's rows are read with. */
export interface ListLimits {
  /** The largest `first`; a larger one is refused by its field, and weighs nothing. */
  readonly maxPageSize: number;
  readonly upstreamPageSize: number;
  /** Reads one by one of all lists; what asks for more is refused by its field, and reads none. */
  readonly maxDetailsPerRequest: number;
}

interface Weight {
  /** Fields in the answer, but for those in rows. */
  readonly fixed: number;
  /** Fields in each row of the connection around it. */
  readonly perRow: number;
  /** Fields beside and above the next lists. */
  readonly own: number;
  /** Kinds of what is read one by one for it and below, but for those that are counted. */
  readonly reads: ReadonlySet<ReadKind>;
  /** Reads that are counted, such as those of single results, but for those in rows. */
  readonly calls: number;
  readonly callsPerRow: number;
}

const noReads: ReadonlySet<ReadKind> = new Set();
const nothing: Weight = { fixed: 0, perRow: 0, own: 0, reads: noReads, calls: 0, callsPerRow: 0 };
const one: Weight = { ...nothing, fixed: 1, own: 1 };

/** `document` is valid. A field weighs 1, as does an item of a list; each alias counts. */
export function weighDocument(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | null,
  sizes: SizeReader,
  { maxPageSize, upstreamPageSize, maxDetailsPerRequest }: ListLimits,
): RequestCost {
  const operation = getOperationAST(document, operationName);
  const root = operation == null ? null : (schema.getRootType(operation.operation) ?? null);
  const fragments = readFragments(document);
  const known = new Map<FieldNode, Weight>();
  const itemWeights = new Map<object, number>();
  const readOnce = new Set<unknown>();
  const cost = { weight: 0, ownWeight: 0, calls: 0, ids: 0, mayRepeat: false, itemWeights };
  if (operation == null || root === null) return cost;

  /** As graphql-js collects them: a fragment counts once among the fields of one object. */
  function visitFields(
    parent: GraphQLNamedType,
    { selections }: SelectionSetNode,
    visited: Set<string>,
    visit: (parent: GraphQLNamedType, node: FieldNode) => void,
  ): void {
    for (const node of selections) {
      if (!sizes.isIncluded(node)) continue;
      if (node.kind === Kind.FIELD) visit(parent, node);
      else visitFragment(parent, node, visited, visit);
    }
  }

  function visitFragment(
    parent: GraphQLNamedType,
    node: Exclude<SelectionNode, FieldNode>,
    visited: Set<string>,
    visit: (parent: GraphQLNamedType, node: FieldNode) => void,
  ): void {
    if (node.kind === Kind.FRAGMENT_SPREAD) {
      if (visited.has(node.name.value)) return;
      visited.add(node.name.value);
    }
    const fragment = node.kind === Kind.FRAGMENT_SPREAD ? fragments.get(node.name.value) : node;
    if (fragment === undefined) return;
    const type = schema.getType(fragment.typeCondition?.name.value ?? '') ?? parent;
    visitFields(type, fragment.selectionSet, visited, visit);
  }

  /** Once for each field of the document: fragments that nest weigh more with every level, but cost nothing to weigh. */
  function weighField(parent: GraphQLNamedType, node: FieldNode): Weight {
    const found = known.get(node);
    if (found !== undefined) return found;
    const weight = weighNewField(parent, node);
    known.set(node, weight);
    return weight;
  }

  function weighNewField(parent: GraphQLNamedType, node: FieldNode): Weight {
    if (node.alias !== undefined || isIntrospectionType(parent)) cost.mayRepeat = true;
    const field = findField(parent, node.name.value);
    if (field === undefined) return one;
    readOnce.add(field.extensions.readsOnce);
    const inner = node.selectionSet === undefined ? nothing : weighFields(field, node.selectionSet);
    const { fixed, own, calls } = inner;
    const kind = readsOf(field);
    const reads = kind === null || isCountedRead(kind) ? inner.reads : new Set(inner.reads).add(kind);
    const price = priceOf(field);
    if (kind === 'sessions') return weighConnectionWithin(node, field, inner);
    if (!isListType(getNullableType(field.type)))
      return { ...inner, fixed: price + fixed, own: price + own, reads };
    itemWeights.set(node, 1 + own);
    if (isRowList(parent)) return { ...one, perRow: 1 + fixed, reads, callsPerRow: calls };
    const length = lengthOf(parent, node, field);
    return { ...one, fixed: 1 + length * (1 + fixed), reads, calls: length * calls };
  }

  /** A connection in each row of another: its rows are as many as its own `first`. */
  function weighConnectionWithin(node: FieldNode, field: Field, inner: Weight): Weight {
    const first = firstOf(field);
    const rows = first === undefined ? 0 : toRows(sizes.readNumber(node, first));
    const more = [...inner.reads].filter((kind) => kind !== comesWith(field)).length;
    return {
      ...one,
      fixed: 1 + inner.fixed + rows * inner.perRow,
      own: 1 + inner.own,
      calls: inner.calls + rows * (more + inner.callsPerRow),
    };
  }

  function weighFields({ type, extensions }: Field, selectionSet: SelectionSetNode): Weight {
    let [fixed, perRow, own, calls, callsPerRow] = [0, 0, 0, 0, 0];
    const reads = new Set<ReadKind>();
    // A result's own fields share one read, unless the result comes with it.
    const counted = new Set<unknown>([extensions.comesWith]);
    visitFields(getNamedType(type), selectionSet, new Set(), (parent, node) => {
      const weight = weighField(parent, node);
      fixed += weight.fixed;
      perRow += weight.perRow;
      own += weight.own;
      callsPerRow += weight.callsPerRow;
      for (const kind of weight.reads) reads.add(kind);
      const kind = readOf(parent, node);
      const isMore = kind !== null && isCountedRead(kind) && !counted.has(kind);
      if (kind === 'result') counted.add(kind);
      calls += weight.calls + (isMore ? 1 : 0);
    });
    return { fixed, perRow, own, reads, calls, callsPerRow };
  }

  function readOf(parent: GraphQLNamedType, node: FieldNode): ReadKind | null {
    const field = findField(parent, node.name.value);
    return field === undefined ? null : readsOf(field);
  }

  function lengthOf(parent: GraphQLNamedType, node: FieldNode, field: Field): number {
    if (isIntrospectionType(parent)) return introspectionLists.get(node.name.value) ?? assumedListLength;
    const [first, ids] = [firstOf(field), idsOf(field)];
    if (first !== undefined)
      return toRows(
        sizes.readNumber(node, first, first.defaultValue === undefined ? assumedListLength : undefined),
      );
    return ids === undefined ? assumedListLength : sizes.readLength(node, ids);
  }

  function findField(parent: GraphQLNamedType, name: string): Field | undefined {
    if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
    if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef;
    return isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined;
  }

  /** A larger `first` is refused by its field, and weighs nothing. */
  function toRows(first: number): number {
    return first >= 0 && first <= maxPageSize ? first : 0;
  }

  /** The lists of a connection are as long as the root field's `first`. */
  function isRowList(parent: GraphQLNamedType): boolean {
    return Object.values(root?.getFields() ?? {}).some(
      (field) => getNamedType(field.type) === parent && firstOf(field) !== undefined,
    );
  }

  /** For a connection: more where its filter has what is compared page after page, or names to look up. */
  function countPages(node: FieldNode, field: Field | undefined, rows: number): number {
    const fixed = callsOf(field);
    const pages = fixed ?? Math.ceil(rows / upstreamPageSize);
    const filter = field?.args.find(({ name }) => name === 'filter');
    if (filter === undefined) return pages;
    const lookedUp = sizes.hasAny(node, filter, ['userNames']) ? maxMemberPages : 0;
    const isCompared = fixed === null && sizes.hasAny(node, filter, comparedKeys);
    return (isCompared ? Math.max(pages, maxSearchedPages) : pages) + lookedUp;
  }

  let details = 0;
  visitFields(root, operation.selectionSet, new Set(), (parent, node) => {
    const { fixed, perRow, own, reads, calls, callsPerRow } = weighField(parent, node);
    const field = findField(parent, node.name.value);
    const [first, ids] = field === undefined ? [] : [firstOf(field), idsOf(field)];
    const rows = first === undefined ? 0 : toRows(sizes.readNumber(node, first));
    const named = ids === undefined ? 0 : sizes.readLength(node, ids);
    const isWalk = callsOf(field) !== null;
    const isLookUp = first === undefined && ids === undefined && isReading(field) && !isWalk;
    const singly = named + (isLookUp ? 1 : 0);
    const more = [...reads].filter((kind) => kind !== comesWith(field)).length;
    cost.weight += fixed + rows * perRow;
    cost.ownWeight += own;
    cost.ids += named;
    cost.calls += countPages(node, field, rows) + singly * (1 + more);
    // Lists within a walk have lengths of their own.
    details += more * (isWalk ? maxDetailsPerRequest : rows);
    const counted = calls + rows * callsPerRow;
    if (comesWith(field) === 'result') cost.calls += counted;
    else details += counted;
    if (named > 0) cost.mayRepeat = true;
  });
  readOnce.delete(undefined);
  cost.calls += Math.min(details, maxDetailsPerRequest) + readOnce.size;
  return cost;
}

function readFragments({ definitions }: DocumentNode): ReadonlyMap<string, FragmentDefinitionNode> {
  const fragments = definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
  return new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
}
