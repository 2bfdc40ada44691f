/**
 * The gateway's types with resolvers that do anything a resolver can do: values, nulls, errors thrown, returned and
 * rejected, sooner or later, and values that are not of the field's type. A second type is a Node and an entity here.
 */

import {
  buildASTSchema,
  extendSchema,
  GraphQLError,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  GraphQLSchema,
  isAbstractType,
  isEnumType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isScalarType,
  isSpecifiedScalarType,
  parse,
  printSchema,
  responsePathAsArray,
} from 'graphql';
import { schema } from '../../src/schema/schema.ts';
import type { Random } from './random.ts';

interface RandomContext {
  readonly random: Random;
  readonly calls: string[];
}

export function createRandomSchema(): GraphQLSchema {
  const copy = extendSchema(
    buildASTSchema(parse(printSchema(schema))),
    parse(`
      extend type TestSessionErrorGroup implements Node
    `),
  );
  for (const type of Object.values(copy.getTypeMap())) {
    if (isScalarType(type) && !isSpecifiedScalarType(type)) Object.assign(type, scalarFunctions(type.name));
    if (isAbstractType(type)) type.resolveType = resolveType;
    if (isObjectType(type) && !type.name.startsWith('__')) setResolvers(type);
  }
  return copy;
}

/** The context of its resolvers, which write down what they were told. */
export function createRandomContext(random: Random): { contextValue: RandomContext; calls: string[] } {
  const calls: string[] = [];
  return { contextValue: { random, calls }, calls };
}

function scalarFunctions(name: string) {
  const original = schema.getType(name);
  if (!isScalarType(original)) throw new Error(`no scalar ${name}`);
  const { serialize, parseValue, parseLiteral } = original;
  return { serialize, parseValue, parseLiteral };
}

function setResolvers(type: GraphQLObjectType<unknown, RandomContext>): void {
  for (const field of Object.values(type.getFields())) {
    field.resolve = (source, args, context, info) => {
      context.calls.push(describe(source, args, info));
      return resolveAnything(info.returnType, context.random);
    };
  }
}

function describe(source: unknown, args: unknown, info: GraphQLResolveInfo): string {
  const { fieldName, fieldNodes, parentType, returnType, fragments, operation, variableValues } = info;
  const told = {
    source,
    args,
    fieldName,
    path: responsePathAsArray(info.path),
    types: [String(parentType), String(returnType), info.path.typename],
    nodes: fieldNodes.map(({ loc }) => loc?.start),
    fragments: Object.keys(fragments),
    operation: operation.name?.value,
    variableValues,
    rootValue: info.rootValue,
    isSchema: info.schema instanceof GraphQLSchema,
  };
  return JSON.stringify(told);
}

function resolveAnything(type: GraphQLOutputType, random: Random): unknown {
  if (!random.chance(0.3)) return random.chance(0.06) ? fail(random) : toAnything(type, random);
  return settleAnything(type, random);
}

/** Chosen at once: what comes first must not depend on the order in which promises settle. */
function settleAnything(type: GraphQLOutputType, random: Random): Promise<unknown> {
  const error = random.chance(0.15) ? { thrown: toError(random) } : null;
  return settleLater(random.below(5), toAnything(type, random), error);
}

async function settleLater(
  ticks: number,
  value: unknown,
  error: { thrown: unknown } | null,
): Promise<unknown> {
  for (let tick = 0; tick < ticks; tick += 1) await null;
  if (error !== null) throw error.thrown;
  return value;
}

function toAnything(type: GraphQLOutputType, random: Random): unknown {
  if (random.chance(0.04)) return random.pick([null, undefined, toError(random)]);
  if (isNonNullType(type)) return toPresent(type.ofType, random);
  return random.chance(0.1) ? null : toPresent(type, random);
}

function toPresent(type: GraphQLOutputType, random: Random): unknown {
  if (random.chance(0.02))
    return random.pick<unknown>(['text', 7, {}, [], [{}], Number.NaN, new Map(), -1e15]);
  if (isNonNullType(type)) return toPresent(type.ofType, random);
  if (isListType(type)) {
    const items = Array.from({ length: random.below(4) }, () => toItem(type.ofType, random));
    return random.chance(0.1) ? new Set(items) : items;
  }
  return isLeafType(type) ? toLeaf(type, random) : { number: random.below(1_000) };
}

function toItem(type: GraphQLOutputType, random: Random): unknown {
  return random.chance(0.2) ? settleAnything(type, random) : toAnything(type, random);
}

function toLeaf(type: GraphQLOutputType, random: Random): unknown {
  if (isEnumType(type)) return random.pickAny(type.getValues())?.value;
  switch (String(type)) {
    case 'Boolean':
      return random.chance(0.5);
    case 'Int':
    case 'Float':
    case 'DateTime':
      return random.below(1_000_000);
    default:
      return `text ${random.below(100)}`;
  }
}

function fail(random: Random): never {
  throw toError(random);
}

function toError(random: Random): unknown {
  const message = `failure ${random.below(1_000)}`;
  return random.pick<unknown>([
    new Error(message),
    new GraphQLError(message, { extensions: { code: 'SOME_CODE' } }),
    new GraphQLError(message, { path: ['elsewhere'] }),
    message,
  ]);
}

function resolveType(_value: unknown, { random }: RandomContext): string | Promise<string> {
  const name = random.chance(0.7) ? 'TestSession' : 'TestSessionErrorGroup';
  if (random.chance(0.05)) return fail(random);
  if (random.chance(0.2)) return settleLater(random.below(3), name, null).then(String);
  return name;
}
