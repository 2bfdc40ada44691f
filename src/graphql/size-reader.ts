/**
 * Reads what decides an operation's cost beside its document: the sizes and conditions in its variables. Remembers
 * which variables those were, so that the next request with the same ones need not be weighed. Pure.
 */

import {
  type ArgumentNode,
  type DocumentNode,
  type FieldNode,
  type GraphQLArgument,
  getOperationAST,
  Kind,
  type SelectionNode,
  type ValueNode,
  valueFromASTUntyped,
} from 'graphql';
import { isObject } from '../domain/is-object.ts';
import { defaultPageSize } from '../limits.ts';

export type Variables = Readonly<Record<string, unknown>>;

export interface SizeReader {
  /** A whole number; `otherwise` (as lists have it) for null, and for anything else, which execution refuses. */
  readNumber(node: FieldNode, argument: GraphQLArgument, otherwise?: number): number;
  /** The items of a list; one for a value that stands for a list of itself. */
  readLength(node: FieldNode, argument: GraphQLArgument): number;
  /** Whether any of `names` is given in an argument that is an input object: null and an empty list are not. */
  hasAny(node: FieldNode, argument: GraphQLArgument, names: readonly string[]): boolean;
  /** By `@skip` and `@include`. */
  isIncluded(node: SelectionNode): boolean;
  /** What was read of variables, as `isSameSize` compares it. */
  readonly read: ReadonlyMap<string, Size>;
}

/** A length stands for its list, the names of what is given for an object, and `other` for what has no size. */
type Size = number | boolean | null | undefined | string;

export function createSizeReader(
  document: DocumentNode,
  operationName: string | null,
  variables: Variables,
): SizeReader {
  const defaults = new Map(
    getOperationAST(document, operationName)?.variableDefinitions?.map(
      ({ variable, defaultValue }) => [variable.name.value, defaultValue] as const,
    ),
  );
  const read = new Map<string, Size>();

  /** Undefined where the variable, and its default, is absent. */
  function resolve(value: ValueNode | undefined): unknown {
    if (value === undefined) return undefined;
    if (value.kind === Kind.LIST) return value.values;
    if (value.kind !== Kind.VARIABLE) return valueFromASTUntyped(value);
    const name = value.name.value;
    const given = valueIn(variables, name);
    read.set(name, toSize(given));
    return given === undefined ? resolve(defaults.get(name)) : given;
  }

  const argumentOf = (nodes: readonly ArgumentNode[] | undefined, name: string): unknown =>
    resolve(nodes?.find((node) => node.name.value === name)?.value);

  return {
    read,
    readNumber(node, { name }, otherwise = defaultPageSize) {
      const value = argumentOf(node.arguments, name);
      return typeof value === 'number' ? value : otherwise;
    },
    readLength(node, { name }) {
      const value = argumentOf(node.arguments, name) ?? [];
      return Array.isArray(value) ? value.length : 1;
    },
    hasAny(node, { name }, names) {
      const value = node.arguments?.find((argument) => argument.name.value === name)?.value;
      if (value?.kind === Kind.OBJECT)
        return value.fields.some(
          (field) => names.includes(field.name.value) && isGiven(resolve(field.value)),
        );
      const object = resolve(value);
      return isObject(object) && names.some((field) => isGiven(valueIn(object, field)));
    },
    isIncluded({ directives = [] }) {
      return directives.every((directive) => {
        const isSkip = directive.name.value === 'skip';
        if (!isSkip && directive.name.value !== 'include') return true;
        return argumentOf(directive.arguments, 'if') !== isSkip;
      });
    },
  };
}

/** Whether these variables have the sizes that were read. */
export function hasSizes(variables: Variables, read: ReadonlyMap<string, Size>): boolean {
  for (const [name, size] of read) if (toSize(valueIn(variables, name)) !== size) return false;
  return true;
}

/** A variable may be called as something that every object has. */
function valueIn(variables: Variables, name: string): unknown {
  return Object.hasOwn(variables, name) ? variables[name] : undefined;
}

/** As filters have it: neither an empty list nor a range without an end restricts. */
function isGiven(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (isObject(value)) return Object.values(value).some((inner) => inner !== null);
  return value !== undefined && value !== null;
}

function toSize(value: unknown): Size {
  if (Array.isArray(value)) return value.length;
  if (value === undefined || value === null) return value;
  // As JSON: a name may hold anything, and one that looks like two would be taken for them.
  if (isObject(value)) return JSON.stringify(Object.keys(value).filter((name) => isGiven(value[name])));
  return typeof value === 'number' || typeof value === 'boolean' ? value : 'other';
}
