/** Directives beside what they describe, in `extensions` as graphql-tools reads them. Only the printed texts show them. */

type DirectiveValue = string | number | boolean | readonly DirectiveValue[];

type DirectiveArguments = Readonly<Record<string, DirectiveValue>>;

export interface AppliedDirective {
  readonly name: string;
  readonly args: DirectiveArguments;
}

// An alias, because an interface does not fit where GraphQL takes any extensions.
export type DirectiveExtensions = {
  /** By name; a directive that is repeated has several lists of arguments. */
  readonly directives: Readonly<Record<string, readonly DirectiveArguments[]>>;
};

/** For the `extensions` of a type, a field, an argument or the schema. */
export function applied(...directives: readonly AppliedDirective[]): DirectiveExtensions {
  const byName: Record<string, DirectiveArguments[]> = {};
  for (const { name, args } of directives) {
    byName[name] ??= [];
    byName[name].push(args);
  }
  return { directives: byName };
}

/** Null only when something failed, and then with an error. `levels`: of the field itself (0) and of its list's items (1). */
export function semanticNonNull(levels: readonly number[] = [0]): AppliedDirective {
  const isDefault = levels.length === 1 && levels[0] === 0;
  return { name: 'semanticNonNull', args: isDefault ? {} : { levels } };
}

/** An entity's key; not `resolvable` when other subgraphs resolve the entity and this one only refers to it. */
export function key(fields: string, isResolvable = true): AppliedDirective {
  return { name: 'key', args: isResolvable ? { fields } : { fields, resolvable: false } };
}

export const shareable: AppliedDirective = { name: 'shareable', args: {} };

/** The weight of the field for a router, beside the router's own count of objects. */
export function cost(weight: number): AppliedDirective {
  return { name: 'cost', args: { weight } };
}

/** How a router knows the length of a connection before it is read. */
export function listSize(args: DirectiveArguments): AppliedDirective {
  return { name: 'listSize', args };
}
