/**
 * What an operation costs, from its document, the sizes in its variables and the schema alone: the fields of its
 * answer, the upstream calls for its lists and look-ups, and its ids. Executes nothing. Pure.
 */

import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
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
import type { SizeReader } from './size-reader.ts';

/** What a connection's rows are read with. */
export interface ListLimits {
  /** The largest `first`; a larger one is refused by its field, and weighs nothing. */
  readonly maxPageSize: number;
  readonly upstreamPageSize: number;
}

/** Lists of introspection, as long as the schema's are on average. Others: see `assumedListLength`. */
const introspectionLists = new Map([
  ['types', 60],
  ['fields', 8],
  ['args', 1],
  ['inputFields', 1],
  ['enumValues', 1],
  ['interfaces', 1],
  ['possibleTypes', 1],
  ['directives', 8],
  ['locations', 4],
]);

interface Weight {
  /** Fields in the answer, but for those in rows. */
  readonly fixed: number;
  /** Fields in each row of the connection around it. */
  readonly perRow: number;
  /** Fields beside and above the next lists. */
  readonly own: number;
  /** Reads of single results and the like, but for those in rows. */
  readonly calls: number;
  readonly callsPerRow: number;
}

const nothing: Weight = { fixed: 0, perRow: 0, own: 0, calls: 0, callsPerRow: 0 };
const one: Weight = { ...nothing, fixed: 1, own: 1 };

/** `document` is valid. A field weighs 1, as does an item of a list; each alias counts. */
export function weighDocument(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | null,
  sizes: SizeReader,
  { maxPageSize, upstreamPageSize }: ListLimits,
): RequestCost {
  const operation = getOperationAST(document, operationName);
  const root = operation == null ? null : (schema.getRootType(operation.operation) ?? null);
  const fragments = readFragments(document);
  const known = new Map<FieldNode, Weight>();
  const itemWeights = new Map<object, number>();
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
    const inner = node.selectionSet === undefined ? nothing : weighFields(field, node.selectionSet);
    const { fixed, own, calls } = inner;
    if (!isListType(getNullableType(field.type))) return { ...inner, fixed: 1 + fixed, own: 1 + own };
    itemWeights.set(node, 1 + own);
    if (isRowList(parent)) return { ...one, perRow: 1 + fixed, callsPerRow: calls };
    const length = lengthOf(parent, node, field);
    return { ...one, fixed: 1 + length * (1 + fixed), calls: length * calls };
  }

  function weighFields({ type, extensions }: Field, selectionSet: SelectionSetNode): Weight {
    let sum = nothing;
    // A result's own fields share one read, unless the result comes with it.
    const read = new Set<unknown>([extensions.comesWith]);
    visitFields(getNamedType(type), selectionSet, new Set(), (parent, node) => {
      const weight = weighField(parent, node);
      const kind = readOf(parent, node);
      const isNewRead = kind !== null && isCountedRead(kind) && !read.has(kind);
      if (kind === 'result') read.add(kind);
      sum = {
        fixed: sum.fixed + weight.fixed,
        perRow: sum.perRow + weight.perRow,
        own: sum.own + weight.own,
        calls: sum.calls + weight.calls + (isNewRead ? 1 : 0),
        callsPerRow: sum.callsPerRow + weight.callsPerRow,
      };
    });
    return sum;
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

  visitFields(root, operation.selectionSet, new Set(), (parent, node) => {
    const { fixed, perRow, own, calls, callsPerRow } = weighField(parent, node);
    const field = findField(parent, node.name.value);
    const [first, ids] = field === undefined ? [] : [firstOf(field), idsOf(field)];
    const rows = first === undefined ? 0 : toRows(sizes.readNumber(node, first));
    const named = ids === undefined ? 0 : sizes.readLength(node, ids);
    const isLookUp = first === undefined && ids === undefined && isReading(field) && callsOf(field) === null;
    cost.weight += fixed + rows * perRow;
    cost.ownWeight += own;
    cost.ids += named;
    cost.calls += countPages(node, field, rows) + named + (isLookUp ? 1 : 0) + calls + rows * callsPerRow;
    if (named > 0) cost.mayRepeat = true;
  });
  return cost;
}

type Field = GraphQLField<unknown, unknown>;
type Argument = Field['args'][number];

function readFragments({ definitions }: DocumentNode): ReadonlyMap<string, FragmentDefinitionNode> {
  const fragments = definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
  return new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
}

function firstOf({ args }: Field): Argument | undefined {
  return args.find(({ name }) => name === 'first');
}

/** The argument that says, item by item, what a list holds, such as `ids`. */
function idsOf({ type, args }: Field): Argument | undefined {
  if (!isListType(getNullableType(type))) return undefined;
  return args.find((argument) => isListType(getNullableType(argument.type)));
}

/** Calls that the field says it may need, whatever is asked; null where its rows and ids tell. */
function callsOf(field: Field | undefined): number | null {
  const calls: unknown = field?.extensions.upstreamCalls;
  return typeof calls === 'number' ? calls : null;
}

/** A root field with arguments reads something; those of introspection and `_service` do not. */
function isReading(field: Field | undefined): boolean {
  return field !== undefined && field.args.length > 0 && !field.name.startsWith('__');
}
