/** The reads that a selection needs, derived from the schema: a synthetic one, whose fields are named nowhere else. */

import {
  buildASTSchema,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  parse,
} from 'graphql';
import { describe, expect, test } from 'vitest';
import { type ReadKind, readLazily } from '../../src/schema/lazy-field.ts';
import { findSelectedReads } from '../../src/schema/selected-reads.ts';

const schema = buildASTSchema(
  parse(`
    type Query { rows: [Row!]!  anything: [Anything!]!  both: [Both!]! }
    type Row implements Anything { id: ID!  brandNew: String  entry: String  group: Group!  parts: [Anything!]! }
    type Group implements Anything { id: ID!  message: String  row: Row! }
    interface Anything { id: ID! }
    union Both = Row | Group
  `),
);
const never = <Kind extends ReadKind>(kind: Kind) => readLazily(kind, (source: unknown) => source);
setResolver('Row', 'brandNew', never('detail')(String));
setResolver('Row', 'entry', never('summary')(String));
setResolver('Group', 'message', never('errorGroup')(String));
setResolver('Group', 'id', never('errorGroup')(String));

function setResolver(typeName: string, fieldName: string, resolve: ReturnType<ReturnType<typeof never>>) {
  const type = schema.getType(typeName);
  const field = type !== undefined && 'getFields' in type ? type.getFields()[fieldName] : undefined;
  if (field === undefined || !('resolve' in field)) throw new Error(`no field ${typeName}.${fieldName}`);
  field.resolve = resolve;
}

describe('a field that reads lazily', () => {
  test.each<[string, string, Record<string, string>]>([
    ['alone', '{ rows { brandNew } }', { detail: 'Row.brandNew' }],
    ['under an alias', '{ rows { x: brandNew } }', { detail: 'Row.brandNew' }],
    ['in a list of the row', '{ rows { parts { ... on Row { brandNew } } } }', { detail: 'Row.brandNew' }],
    ['twice, in another row', '{ rows { brandNew group { row { brandNew } } } }', { detail: 'Row.brandNew' }],
    [
      'beside one of another kind',
      '{ rows { entry group { message } } }',
      { summary: 'Row.entry', errorGroup: 'Group.message' },
    ],
    ['in an inline fragment without a type', '{ rows { ... { brandNew } } }', { detail: 'Row.brandNew' }],
    [
      'in a named fragment',
      '{ rows { ...a } } fragment a on Row { ...b } fragment b on Anything { ... on Row { brandNew } }',
      { detail: 'Row.brandNew' },
    ],
    ['of one object of an interface', '{ anything { id } }', { errorGroup: 'Group.id' }],
    ['of one object of a union', '{ both { ... on Anything { id } } }', { errorGroup: 'Group.id' }],
    [
      'in the second of two fields that merge',
      '{ rows { id } rows { brandNew } }',
      { detail: 'Row.brandNew' },
    ],
    [
      'in a fragment that is spread on two types',
      '{ both { ... on Row { ...a } ... on Group { ...a } } } fragment a on Anything { id }',
      { errorGroup: 'Group.id' },
    ],
    [
      'included',
      'query ($yes: Boolean = true) { rows { brandNew @include(if: $yes) } }',
      { detail: 'Row.brandNew' },
    ],
  ])('counts %s', (_where, query, expected) => {
    expect(readsIn(query)).toEqual(expected);
  });

  test.each([
    ['not selected', '{ rows { id __typename group { row { id } } } }'],
    [
      'of a type that the object is not',
      '{ rows { ... on Anything { ... on Row { id } ... on Group { id } } } }',
    ],
    ['skipped', '{ rows { brandNew @skip(if: true) } }'],
    [
      'in a fragment that is left out',
      '{ rows { ...a @include(if: false) } } fragment a on Row { brandNew }',
    ],
    ['below a field that is left out', '{ rows { group @include(if: false) { message } } }'],
    ['where a variable says so', 'query ($no: Boolean = true) { rows { ... @skip(if: $no) { brandNew } } }'],
  ])('does not count %s', (_where, query) => {
    expect(readsIn(query)).toEqual({});
  });
});

test('fragments that spread others twice are visited once', () => {
  const levels = Array.from(
    { length: 60 },
    (_, i) => `fragment f${i} on Row { ...f${i + 1} a${i}: group { row { ...f${i + 1} } } }`,
  );
  const query = `{ rows { ...f0 } } ${levels.join('\n')} fragment f60 on Row { brandNew }`;
  expect(readsIn(query)).toEqual({ detail: 'Row.brandNew' });
});

/** For an operation with one root field; variables have their defaults, as text. */
function readsIn(query: string): Record<string, string> {
  return Object.fromEntries(findSelectedReads(toInfo(schema, query)).map(({ kind, field }) => [kind, field]));
}

function toInfo(ofSchema: GraphQLSchema, query: string) {
  const { definitions } = parse(query);
  const fragments: Record<string, FragmentDefinitionNode> = {};
  let operation: OperationDefinitionNode | null = null;
  for (const node of definitions) {
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments[node.name.value] = node;
    if (node.kind === Kind.OPERATION_DEFINITION) operation = node;
  }
  const fieldNodes = operation?.selectionSet.selections.filter((node) => node.kind === Kind.FIELD) ?? [];
  const returnType = ofSchema.getQueryType()?.getFields()[fieldNodes[0]?.name.value ?? '']?.type;
  if (returnType === undefined) throw new Error(`no field of Query in ${query}`);
  const variableValues = { yes: true, no: true };
  return { schema: ofSchema, fragments, fieldNodes, returnType, variableValues };
}
