/** Random operations over a schema: fields, aliases, fragments of every kind, conditions and arguments. Nearly all are valid. */

import {
  doTypesOverlap,
  GraphQLBoolean,
  type GraphQLCompositeType,
  type GraphQLField,
  GraphQLNonNull,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isUnionType,
} from 'graphql';
import { createVariables, type Variables } from './document-variables.ts';
import type { Random } from './random.ts';

export interface RandomDocument {
  readonly text: string;
  readonly operationName: string | null;
  readonly variables: Variables;
}

/** Fields and fragments of a document that have selections of their own, more or less. */
const maxSelectionSets = 14;

export function createRandomDocument(schema: GraphQLSchema, random: Random): RandomDocument {
  const variables = createVariables(random);
  const fragments: { readonly type: GraphQLCompositeType; readonly name: string; readonly text: string }[] =
    [];
  /** What a name in the response stands for: fields of one name have to be the same. */
  const answered = new Map<string, string>();
  let setsLeft = 1 + random.below(maxSelectionSets);

  function selectionSet(type: GraphQLCompositeType): string {
    setsLeft -= 1;
    const selections = Array.from({ length: 1 + random.below(4) }, () => selection(type));
    return `{ ${selections.join(' ')} }`;
  }

  function selection(type: GraphQLCompositeType): string {
    const choice = random.below(10);
    if (choice === 0 && setsLeft > 0) return inlineFragment(type);
    if (choice === 1 && setsLeft > 0) return fragmentSpread(type);
    return fieldOf(type);
  }

  function fieldOf(type: GraphQLCompositeType): string {
    const known = isUnionType(type) ? [] : Object.values(type.getFields());
    const fields =
      setsLeft > 0 ? known : known.filter(({ type: own }) => !isCompositeType(getNamedType(own)));
    const field = random.chance(0.08) ? undefined : random.pickAny(fields);
    if (field === undefined) return `${alias('__typename')}__typename${condition()}`;
    const text = `${field.name}${argumentsOf(field)}`;
    const named = getNamedType(field.type);
    const inner = isCompositeType(named) ? ` ${selectionSet(named)}` : '';
    return `${alias(text, field.name)}${text}${condition()}${inner}`;
  }

  /** Empty where the field's own name is free for it. */
  function alias(text: string, name = text): string {
    const wished = random.chance(0.1) ? random.pick(otherNames) : name;
    const taken = answered.get(wished);
    const free = taken === undefined || taken === text ? wished : `${name}_${answered.size}`;
    answered.set(free, text);
    return free === name ? '' : `${free}: `;
  }

  function argumentsOf({ args }: GraphQLField<unknown, unknown>): string {
    const given = args.filter(({ type }) => String(type).endsWith('!') || random.chance(0.5));
    const texts = given.map(
      ({ name, type }) => `${name}: ${random.chance(0.4) ? variables.refer(type) : variables.literal(type)}`,
    );
    return texts.length === 0 ? '' : `(${texts.join(', ')})`;
  }

  function condition(): string {
    const directives = ['skip', 'include'].filter(() => random.chance(0.06));
    return directives
      .map((name) => {
        const value = random.chance(0.6) ? variables.refer(required) : String(random.chance(0.5));
        return ` @${name}(if: ${value})`;
      })
      .join('');
  }

  function inlineFragment(type: GraphQLCompositeType): string {
    const target = random.chance(0.3) ? null : random.pickAny(overlappingTypes(schema, type));
    const on = target === null || target === undefined ? '' : ` on ${target.name}`;
    return `...${on}${condition()} ${selectionSet(target ?? type)}`;
  }

  function fragmentSpread(type: GraphQLCompositeType): string {
    const targets = overlappingTypes(schema, type);
    const known = random.pickAny(fragments.filter((fragment) => targets.includes(fragment.type)));
    if (known !== undefined && random.chance(0.6)) return `...${known.name}${condition()}`;
    const target = random.pickAny(targets) ?? type;
    const body = selectionSet(target);
    const name = `F${fragments.length}`;
    fragments.push({ type: target, name, text: `fragment ${name} on ${target.name} ${body}` });
    return `...${name}${condition()}`;
  }

  const operationName = random.chance(0.3) ? 'Asked' : null;
  const query = schema.getQueryType();
  if (!query) throw new Error('The schema has no query type.');
  const body = selectionSet(query);
  const asked = `query ${operationName ?? ''}${variables.takeDeclarations()} ${body}`;
  const other = operationName !== null && random.chance(0.3) ? ['query Other { __typename }'] : [];
  const texts = [asked, ...other, ...fragments.map(({ text }) => text)];
  return { text: texts.join('\n'), operationName, variables };
}

/** Names that objects have already, or that promises and JSON look for, too. */
const otherNames = ['a', 'b', 'c', 'then', 'toJSON', 'constructor', 'hasOwnProperty'] as const;

const required = new GraphQLNonNull(GraphQLBoolean);

function overlappingTypes(schema: GraphQLSchema, type: GraphQLCompositeType): GraphQLCompositeType[] {
  return Object.values(schema.getTypeMap())
    .filter((each) => isCompositeType(each))
    .filter((each) => !each.name.startsWith('__') && each.name !== 'Subscription')
    .filter((each) => doTypesOverlap(schema, type, each));
}
