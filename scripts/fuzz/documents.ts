/** Documents that fit the schema, by chance: fields, arguments, aliases, fragments, directives and variables. */
import {
  type GraphQLArgument,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import type { Random } from '../../emulator/random.ts';
import { oddText } from './odd-values.ts';

export interface Samples {
  readonly cursors: readonly string[];
  readonly ids: readonly string[];
}

const maxDepth = 5;

export interface Document {
  readonly text: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

export function randomDocument(random: Random, schema: GraphQLSchema, samples: Samples): Document {
  const variables: Record<string, unknown> = {};
  const definitions: string[] = [];
  const isSubscription = random.chance(0.03);
  const root = isSubscription ? schema.getSubscriptionType() : schema.getQueryType();
  const writer = { random, schema, samples, variables, definitions };
  const selection = selectFrom(writer, root ?? undefined, 0);
  const declared = definitions.length === 0 ? '' : `(${definitions.join(', ')})`;
  return { text: `${isSubscription ? 'subscription' : 'query'} Fuzz${declared} ${selection}`, variables };
}

interface Writer {
  readonly random: Random;
  readonly schema: GraphQLSchema;
  readonly samples: Samples;
  readonly variables: Record<string, unknown>;
  readonly definitions: string[];
}

function selectFrom(writer: Writer, type: GraphQLNamedType | undefined, depth: number): string {
  const { random, schema } = writer;
  if (type !== undefined && isAbstractType(type)) {
    const possible = random.pick(schema.getPossibleTypes(type));
    return `{ __typename ... on ${possible.name} ${selectFrom(writer, possible, depth)} }`;
  }
  if (!isObjectType(type)) return '';
  const fields = Object.values(type.getFields());
  const chosen = Array.from({ length: random.integer(1, depth === 0 ? 3 : 6) }, () => random.pick(fields));
  const selections = chosen.map((field, index) => {
    const isDeep = !isLeafName(schema, getNamedType(field.type).name);
    if (isDeep && depth >= maxDepth) return '__typename';
    const alias = random.chance(0.3) || field.args.length > 0 ? `a${index}: ` : '';
    const directive = random.chance(0.05)
      ? random.pick([' @include(if: true)', ' @skip(if: false)', ' @skip(if: true)'])
      : '';
    const inner = isDeep ? ` ${selectFrom(writer, getNamedType(field.type), depth + 1)}` : '';
    const text = `${alias}${field.name}${writeArguments(writer, field.args)}${directive}${inner}`;
    return random.chance(0.1) ? `... on ${type.name} { ${text} }` : text;
  });
  return `{ ${selections.join(' ')} }`;
}

function isLeafName(schema: GraphQLSchema, name: string): boolean {
  const type = schema.getType(name);
  return type !== undefined && !isObjectType(type) && !isAbstractType(type);
}

function writeArguments(writer: Writer, args: readonly GraphQLArgument[]): string {
  const { random, variables, definitions } = writer;
  const chosen = args.filter(({ type }) => isNonNullType(type) || random.chance(0.5));
  if (chosen.length === 0) return '';
  const texts = chosen.map(({ name, type }) => {
    const value = makeValue(writer, type, name, 0);
    if (random.chance(0.7)) return `${name}: ${writeLiteral(value)}`;
    const variable = `v${definitions.length}`;
    definitions.push(`$${variable}: ${String(type)}`);
    variables[variable] = toJson(value);
    return `${name}: $${variable}`;
  });
  return `(${texts.join(', ')})`;
}

/** An enum value is written without quotes. */
class EnumName {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

function makeValue(writer: Writer, type: GraphQLInputType, name: string, depth: number): unknown {
  const { random, samples } = writer;
  if (isNonNullType(type)) return makeValue(writer, type.ofType, name, depth);
  if (random.chance(0.03)) return null;
  if (isListType(type)) {
    const length = random.chance(0.02) ? random.integer(51, 120) : random.integer(0, 3);
    return Array.from({ length }, () => makeValue(writer, type.ofType, name, depth + 1));
  }
  if (isEnumType(type)) return new EnumName(random.pick(type.getValues()).name);
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields()).filter(() => random.chance(0.3));
    return Object.fromEntries(
      fields.map((field) => [field.name, makeValue(writer, field.type, field.name, depth + 1)]),
    );
  }
  if (random.chance(0.1)) return oddText(random);
  if (type.name === 'Int') return random.chance(0.8) ? random.integer(0, 30) : random.integer(-3, 2_000);
  if (type.name === 'Boolean') return random.chance(0.5);
  if (type.name === 'DateTime') return new Date(Date.now() - random.integer(0, 2_000_000_000)).toISOString();
  if (type.name === 'Duration') return random.pick(['PT1H', 'PT24H', 'P7D', 'P30D', 'PT0S', 'P1M']);
  if (name === 'after' && samples.cursors.length > 0) return random.pick(samples.cursors);
  if (type.name === 'ID' && samples.ids.length > 0 && random.chance(0.8)) return random.pick(samples.ids);
  return random.pick(['main', 'checkout', 'a', 'Amara', random.uuid()]);
}

function writeLiteral(value: unknown): string {
  if (value instanceof EnumName) return value.name;
  if (Array.isArray(value)) return `[${value.map(writeLiteral).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([name, item]) => `${name}: ${writeLiteral(item)}`)
    .join(', ')}}`;
}

function toJson(value: unknown): unknown {
  if (value instanceof EnumName) return value.name;
  if (Array.isArray(value)) return value.map(toJson);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, toJson(item)]));
}
