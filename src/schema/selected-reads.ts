/** What is selected below a field, by the schema's types: the reads that it needs, and how many of each. Pure. */

import {
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  getArgumentValues,
  getNamedType,
  isCompositeType,
  isObjectType,
  type SelectionSetNode,
} from 'graphql';
import { InputError } from '../errors/input-error.ts';
import { maxSelectedLists } from '../limits.ts';
import { type ReadKind, readsOf } from './lazy-field.ts';
import { covers, isIncluded } from './selection.ts';

export type SelectionInfo = Pick<
  GraphQLResolveInfo,
  'schema' | 'fragments' | 'variableValues' | 'fieldNodes' | 'returnType'
>;

interface SelectedRead {
  readonly kind: ReadKind;
  /** The first selected field that needs it, such as `TestSession.results`. */
  readonly field: string;
  /** For one row. */
  readonly times: number;
  /** Whether it is of the row itself, and not of a list within. */
  readonly isOwn: boolean;
  /** Whether it is one for each item of a list without `first`, whose length nobody knows yet: `times` is of one item. */
  readonly isOpen: boolean;
}

export type SelectedReads = readonly SelectedRead[];

/** Where a selection stands within the lists below the row. */
interface Level {
  /** The same for lists of the same rows. */
  readonly name: string;
  readonly times: number;
  readonly isOpen: boolean;
  /** For a list within a row, such as its results: the level of the row. */
  readonly row?: Level;
  /** What the items of the list come with: such reads cost nothing. */
  readonly comesWith?: unknown;
}

const rowLevel: Level = { name: '', times: 1, isOpen: false };

/** Rows share errors, so that one for each of them is an average, however many lists of the row name errors. */
function levelOf(kind: ReadKind, level: Level): Level {
  return kind === 'errorGroup' ? (level.row ?? level) : level;
}

/** By a field's nodes: a plan has the same list of them for each request, whose conditions are the same, too. */
const known = new WeakMap<SelectionInfo['fieldNodes'], SelectedReads>();

/** The field itself does not count. @throws InputError naming `request` for lists within lists beyond all measure */
export function findSelectedReads(info: SelectionInfo): SelectedReads {
  const found = known.get(info.fieldNodes);
  if (found !== undefined) return found;
  const { reads, isFixed } = searchReads(info);
  if (isFixed) known.set(info.fieldNodes, reads);
  return reads;
}

/** `isFixed`: whatever the variables beside the conditions are. */
function searchReads(info: SelectionInfo): { readonly reads: SelectedReads; readonly isFixed: boolean } {
  const reads = new Map<string, SelectedRead>();
  let isFixed = true;
  // Once for each type and level: fragments that spread others twice would double with every level.
  const visited = new Map<SelectionSetNode, Set<string>>();
  const levels = new Set<string>();

  function visitAll(parent: GraphQLCompositeType, selectionSet: SelectionSetNode | undefined, level: Level) {
    if (selectionSet === undefined) return;
    for (const objectType of objectTypesOf(info, parent)) visit(objectType, selectionSet, level);
  }

  function visit(parent: GraphQLObjectType, selectionSet: SelectionSetNode, level: Level): void {
    const places = visited.get(selectionSet) ?? new Set();
    const place = `${parent.name} ${level.name}`;
    if (places.has(place)) return;
    visited.set(selectionSet, places.add(place));
    for (const node of selectionSet.selections) {
      if (!isIncluded(info, node)) continue;
      if (node.kind === 'Field') {
        visitField(parent, node, level);
        continue;
      }
      const fragment = node.kind === 'FragmentSpread' ? info.fragments[node.name.value] : node;
      const condition = fragment?.typeCondition?.name.value ?? parent.name;
      if (fragment !== undefined && covers(info, condition, parent))
        visit(parent, fragment.selectionSet, level);
    }
  }

  function visitField(parent: GraphQLObjectType, node: FieldNode, level: Level): void {
    const field = parent.getFields()[node.name.value];
    if (field === undefined) return;
    const kind = readsOf(field);
    let within = level;
    if (kind !== null) {
      const args = readArguments(field, node);
      const at = levelOf(kind, level);
      addRead(kind, args, `${parent.name}.${field.name}`, at);
      within = toLevelWithin(field, args, at);
    }
    const fieldType = getNamedType(field.type);
    if (isCompositeType(fieldType)) visitAll(fieldType, node.selectionSet, within);
  }

  function readArguments(field: GraphQLField<unknown, unknown>, node: FieldNode): Record<string, unknown> {
    if (field.args.length === 0) return {};
    if (node.arguments?.length) isFixed = false;
    return getArgumentValues(field, node, info.variableValues);
  }

  function addRead(
    kind: ReadKind,
    args: object,
    field: string,
    { name, times, isOpen, comesWith }: Level,
  ): void {
    if (kind === comesWith) return;
    // Which part of a list is shown is no other read of it.
    const { first: _first, ...rest } = { first: null, ...args };
    const key = `${name} ${kind} ${JSON.stringify(rest)}`;
    const isOwn = name === '' && !isOpen && isOfRow(kind);
    if (!reads.has(key)) reads.set(key, { kind, field, times, isOwn, isOpen });
  }

  /** @throws InputError */
  function toLevelWithin(
    { name, args: known, extensions }: GraphQLField<unknown, unknown>,
    args: Record<string, unknown>,
    level: Level,
  ): Level {
    if (known.every((argument) => argument.name !== 'first')) return level;
    const { first } = args;
    const isOpen = level.isOpen || typeof first !== 'number';
    const times = typeof first === 'number' ? level.times * Math.max(0, first) : level.times;
    const within = {
      name: `${level.name} ${name} ${JSON.stringify(args)}`,
      times,
      isOpen,
      row: level.row ?? level,
      comesWith: extensions.comesWith,
    };
    if (levels.add(within.name).size > maxSelectedLists)
      throw new InputError('request', `nests more than ${maxSelectedLists} different lists in one another`);
    return within;
  }

  const type = getNamedType(info.returnType);
  if (isCompositeType(type))
    for (const { selectionSet } of info.fieldNodes) visitAll(type, selectionSet, rowLevel);
  return { reads: [...reads.values()], isFixed };
}

/** Whether one look-up of a session or an error is worth it. */
function isOfRow(kind: ReadKind): boolean {
  return kind === 'detail' || kind === 'summary' || kind === 'errorGroup';
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
