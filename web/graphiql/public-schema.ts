/** Takes out of an introspection's answer what only a router asks: federation's fields and types. Pure. */

/** Federation's names have one underscore; those of introspection itself have two. */
const isFederationName = (name: unknown) => typeof name === 'string' && /^_[^_]/.test(name);

/** @param answer of an introspection; anything else comes back as it is */
export function withoutFederation(answer: unknown): unknown {
  const data = readField(answer, 'data');
  const schema = readField(data, '__schema');
  const types = readField(schema, 'types');
  if (!Array.isArray(types)) return answer;
  const kept = types.filter((type) => !isFederationName(readField(type, 'name'))).map(withoutFields);
  return { ...toRecord(answer), data: { ...toRecord(data), __schema: { ...toRecord(schema), types: kept } } };
}

function withoutFields(type: unknown): unknown {
  const fields = readField(type, 'fields');
  if (!Array.isArray(fields)) return type;
  return { ...toRecord(type), fields: fields.filter((field) => !isFederationName(readField(field, 'name'))) };
}

function readField(value: unknown, name: string): unknown {
  return toRecord(value)[name];
}

function toRecord(value: unknown): Partial<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
