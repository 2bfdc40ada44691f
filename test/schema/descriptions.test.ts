/** GraphiQL is the manual: whatever a person can point at there says what it is. */

import {
  type GraphQLNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedScalarType,
} from 'graphql';
import { expect, test } from 'vitest';
import { schema } from '../../src/schema/schema.ts';

interface Element {
  readonly name: string;
  readonly description: string | null | undefined;
}

function elementsOf(type: GraphQLNamedType): Element[] {
  const within = (parts: readonly Element[]): Element[] =>
    parts.map(({ name, description }) => ({ name: `${type.name}.${name}`, description }));
  if (isEnumType(type)) return [type, ...within(type.getValues())];
  if (isInputObjectType(type)) return [type, ...within(Object.values(type.getFields()))];
  if (!isObjectType(type) && !isInterfaceType(type)) return [type];
  const fields = Object.values(type.getFields());
  const args = fields.flatMap((field) =>
    field.args.map(({ name, description }) => ({ name: `${field.name}(${name})`, description })),
  );
  return [type, ...within(fields), ...within(args)];
}

const elements = Object.values(schema.getTypeMap())
  .filter((type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type))
  .flatMap(elementsOf);
const undescribed = elements
  .filter(({ description }) => (description ?? '').trim() === '')
  .map(({ name }) => name);

test('every type, field, argument and enum value of ours is described', () => {
  expect(elements.length).toBeGreaterThan(80);
  expect(undescribed).toEqual([]);
});

test('descriptions are whole sentences', () => {
  const unfinished = elements.filter(
    ({ description }) => !/^[A-Z][\s\S]*[.…]$/.test(description?.trim() ?? 'X.'),
  );
  expect(unfinished.map(({ name, description }) => `${name}: ${description}`)).toEqual([]);
});

test('every type but the scalars and those of Relay says whose it is', () => {
  const general = [
    'Query',
    'Subscription',
    'Node',
    'PageInfo',
    'DateTime',
    'Duration',
    'String',
    'Int',
    'Float',
    'Boolean',
    'ID',
  ];
  const names = Object.keys(schema.getTypeMap()).filter(
    (name) => !name.startsWith('_') && !general.includes(name),
  );
  expect(names.filter((name) => !/^(TestSession|Checkly)/.test(name))).toEqual([]);
});
