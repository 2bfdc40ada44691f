/** Values for the arguments of random documents: literals that are valid, and variables that may hold anything. */

import {
  type GraphQLInputType,
  type GraphQLLeafType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
} from 'graphql';
import type { Random } from './random.ts';

interface DeclaredVariable {
  readonly name: string;
  /** As the document declares it. */
  readonly typeText: string;
  /** What it is declared with; null without a default. */
  readonly defaultText: string | null;
  /** Of the place where it is used. */
  readonly type: GraphQLInputType;
}

export interface Variables {
  /** A reference to a variable that fits the place. */
  refer(type: GraphQLInputType): string;
  /** A valid literal, with variables within it. */
  literal(type: GraphQLInputType): string;
  /** Declares what was referred to since the last call, such as `($v1: Int = 3)`; empty without any. */
  takeDeclarations(): string;
  /** JSON for all that was declared: mostly right, else wrong, null or missing. */
  values(random: Random): Record<string, unknown>;
}

export function createVariables(random: Random): Variables {
  const all: DeclaredVariable[] = [];
  let declared = 0;

  function literal(type: GraphQLInputType): string {
    if (isNonNullType(type)) return literal(type.ofType);
    if (random.chance(0.1)) return 'null';
    return present(type);
  }

  function present(type: GraphQLInputType): string {
    if (isNonNullType(type)) return present(type.ofType);
    if (isListType(type)) {
      const items = Array.from({ length: random.below(3) }, () => value(type.ofType));
      return random.chance(0.1) ? present(type.ofType) : `[${items.join(', ')}]`;
    }
    if (isInputObjectType(type)) {
      const fields = Object.values(type.getFields()).filter(() => random.chance(0.3));
      return `{${fields.map((field) => `${field.name}: ${value(field.type)}`).join(', ')}}`;
    }
    return toLiteral(type, random);
  }

  const value = (type: GraphQLInputType): string =>
    random.chance(0.15) ? refer(type) : isNonNullType(type) ? present(type.ofType) : literal(type);

  /** A nullable variable with a default fits where null does not: only its value decides then. */
  function refer(type: GraphQLInputType): string {
    const known = all.slice(declared).filter((each) => String(each.type) === String(type));
    const reused = random.chance(0.5) ? random.pickAny(known) : undefined;
    if (reused !== undefined) return `$${reused.name}`;
    const hasDefault = random.chance(0.4);
    const nullable = isNonNullType(type) ? type.ofType : type;
    const name = random.chance(0.05) ? random.pick(oddNames) : `v${all.length}`;
    if (all.some((each) => each.name === name)) return refer(type);
    const place = all.push({
      name,
      type,
      typeText: String(isNonNullType(type) && !hasDefault ? type : nullable),
      defaultText: hasDefault ? constant(nullable) : null,
    });
    return `$${all[place - 1]?.name}`;
  }

  /** Without variables. */
  function constant(type: GraphQLInputType): string {
    if (isNonNullType(type)) return constant(type.ofType);
    if (isListType(type)) return `[${constant(type.ofType)}]`;
    return isInputObjectType(type) ? '{}' : toLiteral(type, random);
  }

  return {
    refer,
    literal: value,
    takeDeclarations() {
      const fresh = all.slice(declared);
      declared = all.length;
      const texts = fresh.map(
        ({ name, typeText, defaultText }) =>
          `$${name}: ${typeText}${defaultText === null ? '' : ` = ${defaultText}`}`,
      );
      return texts.length === 0 ? '' : `(${texts.join(', ')})`;
    },
    values(chosen) {
      const isWrongAnywhere = chosen.chance(0.1);
      const given = all.filter(({ typeText }) => chosen.chance(typeText.endsWith('!') ? 0.99 : 0.8));
      return Object.fromEntries(given.map(({ name, type }) => [name, toJson(type, chosen, isWrongAnywhere)]));
    },
  };
}

const oddNames = ['constructor', 'toString', 'then'] as const;

function toLiteral(type: GraphQLLeafType, random: Random): string {
  if (isEnumType(type)) return random.pickAny(type.getValues())?.name ?? 'null';
  switch (type.name) {
    case 'Int':
      return String(random.below(5));
    case 'Boolean':
      return String(random.chance(0.5));
    case 'DateTime':
      return `"2026-11-2${random.below(10)}T09:30:00Z"`;
    case 'Duration':
      return '"PT24H"';
    case '_Any':
      return `{__typename: "TestSession", sessionId: "${toId(random)}"}`;
    default:
      return random.chance(0.5) ? `"${toId(random)}"` : '"text"';
  }
}

function toJson(type: GraphQLInputType, random: Random, mayBeWrong: boolean): unknown {
  if (mayBeWrong && random.chance(0.3)) return random.pick([null, 'wrong', -1, 1.5, true, {}, [[]]]);
  if (isNonNullType(type)) return toPresentJson(type.ofType, random, mayBeWrong);
  return random.chance(0.1) ? null : toPresentJson(type, random, mayBeWrong);
}

function toPresentJson(type: GraphQLInputType, random: Random, mayBeWrong: boolean): unknown {
  if (isNonNullType(type)) return toPresentJson(type.ofType, random, mayBeWrong);
  if (isListType(type)) {
    return Array.from({ length: random.below(3) }, () => toJson(type.ofType, random, mayBeWrong));
  }
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields()).filter(() => random.chance(0.3));
    return Object.fromEntries(fields.map((field) => [field.name, toJson(field.type, random, mayBeWrong)]));
  }
  if (type.name === '_Any') return { __typename: 'TestSession', sessionId: toId(random) };
  const literal = toLiteral(type, random);
  return isEnumType(type) ? literal : JSON.parse(literal);
}

function toId(random: Random): string {
  return `00000000-0000-4000-8000-00000000000${random.below(4)}`;
}
