/** Compares the form of two answers: data differs from start to start, fields and types do not. */

/** Whether both have the same fields and types; what is null may differ from session to session. */
export function isAlike(one: unknown, other: unknown): boolean {
  if (one === null || other === null) return true;
  if (typeof one !== 'object' || typeof other !== 'object') return typeof one === typeof other;
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length &&
    names.every((name) => name in other && isAlike(Reflect.get(one, name), Reflect.get(other, name)))
  );
}
