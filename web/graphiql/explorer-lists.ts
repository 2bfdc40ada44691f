/**
 * Lists in the explorer: it knows single values only, shows a list as nothing and writes one value in its place. What is
 * typed with commas becomes the list's texts; a text with a comma of its own is written in the editor. Pure.
 */

/** A value as the explorer has it in its document: what it needs of graphql-js's nodes. */
export interface Literal {
  readonly kind: string;
  /** Of a leaf; a list has none. */
  readonly value?: unknown;
  /** Of a list. */
  readonly values?: readonly Literal[];
}

/** What `patch-explorer.ts` has the explorer call; `type` is an argument's, such as `[String!]`. */
export interface ExplorerLists {
  /** The single value that stands in a field for a list. */
  read(type: unknown, value: Literal): Literal;
  /** What is written for what was entered. */
  write(type: unknown, value: Literal | null): Literal | null;
}

export const explorerLists: ExplorerLists = {
  read(type, value) {
    if (!isList(type) || value.values === undefined) return value;
    const [first] = value.values;
    if (first?.kind !== 'StringValue') return first ?? { kind: 'EnumValue', value: '' };
    return { kind: 'StringValue', value: value.values.map((item) => item.value).join(',') };
  },
  write(type, value) {
    if (!isList(type) || value === null || !isLeaf(value)) return value;
    const { kind, value: text } = value;
    if (kind !== 'StringValue') return { kind: 'ListValue', values: [value] };
    const texts = `${text}` === '' ? [] : `${text}`.split(',');
    return { kind: 'ListValue', values: texts.map((item) => ({ kind, value: item.trim() })) };
  },
};

function isList(type: unknown): boolean {
  return `${type}`.startsWith('[');
}

/** Variables and lists are written as they are. */
function isLeaf({ kind }: Literal): boolean {
  return kind !== 'Variable' && kind !== 'ListValue' && kind !== 'NullValue';
}
