/**
 * Remembers what was worked out of an object for as long as the object itself is there: a request may ask for the same
 * under hundreds of aliases. For plain data that does not change any more.
 */

/** `name` tells apart what is worked out of one subject. */
export type Memo<Value> = (subject: object, name: string, work: () => Value) => Value;

export function createMemo<Value>(): Memo<Value> {
  const known = new WeakMap<object, Map<string, { readonly value: Value }>>();
  return (subject, name, work) => {
    const named = known.get(subject) ?? new Map<string, { readonly value: Value }>();
    known.set(subject, named);
    const found = named.get(name) ?? { value: work() };
    named.set(name, found);
    return found.value;
  };
}
