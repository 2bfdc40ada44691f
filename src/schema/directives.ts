/** Directives that stand beside what they are about, in `extensions`; the printed texts take them from there. */

export type DirectiveValue = string | number | boolean | readonly DirectiveValue[];

export class AppliedDirective {
  readonly name: string;
  readonly args: Readonly<Record<string, DirectiveValue>>;

  constructor(name: string, args: Readonly<Record<string, DirectiveValue>> = {}) {
    this.name = name;
    this.args = args;
  }
}

/** For the `extensions` of a type, a field or an argument. */
export function applied(...directives: readonly AppliedDirective[]): {
  directives: readonly AppliedDirective[];
} {
  return { directives };
}

export function readApplied(extensions: Readonly<Record<string, unknown>>): readonly AppliedDirective[] {
  const { directives } = extensions;
  return Array.isArray(directives) ? directives.filter((item) => item instanceof AppliedDirective) : [];
}

/** Null only when something failed, and then with an error. `levels`: of the field itself (0) and of its list's items (1). */
export function semanticNonNull(levels: readonly number[] = [0]): AppliedDirective {
  return new AppliedDirective('semanticNonNull', levels.length === 1 && levels[0] === 0 ? {} : { levels });
}

/** An entity's key; not `resolvable` when other subgraphs tell of it and this one only names it. */
export function key(fields: string, isResolvable = true): AppliedDirective {
  return new AppliedDirective('key', isResolvable ? { fields } : { fields, resolvable: false });
}

export const shareable = new AppliedDirective('shareable');

/** What a router reckons for the field, beside its own count of objects. */
export function cost(weight: number): AppliedDirective {
  return new AppliedDirective('cost', { weight });
}

/** How a router knows the length of a connection before it is read. */
export function listSize(args: Readonly<Record<string, DirectiveValue>>): AppliedDirective {
  return new AppliedDirective('listSize', args);
}
