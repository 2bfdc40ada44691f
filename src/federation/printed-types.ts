/** The definitions of a schema with their directives, less what is not for the reader at hand. Pure. */

import {
  type ConstDirectiveNode,
  type ConstValueNode,
  type DefinitionNode,
  type FieldDefinitionNode,
  type GraphQLSchema,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  printSchema,
} from 'graphql';
import { type AppliedDirective, type DirectiveValue, readApplied } from '../schema/directives.ts';

export interface PrintOptions {
  /** Directives to print, by name. */
  readonly directives: readonly string[];
  /** Root fields to leave out. */
  readonly hiddenQueries: readonly string[];
}

/** Types whose names begin with `_` are federation's own, and are left out. */
export function printedTypes(schema: GraphQLSchema, options: PrintOptions): readonly DefinitionNode[] {
  return parse(printSchema(schema), { noLocation: true })
    .definitions.filter((node) => !('name' in node && node.name?.value.startsWith('_')))
    .map((node) => withDirectives(schema, node, options));
}

function withDirectives(schema: GraphQLSchema, node: DefinitionNode, options: PrintOptions): DefinitionNode {
  if (node.kind !== Kind.OBJECT_TYPE_DEFINITION) return node;
  const type = schema.getType(node.name.value);
  if (type === undefined) return node;
  return {
    ...node,
    directives: [...(node.directives ?? []), ...toNodes(type.extensions, options)],
    fields: visibleFields(schema, node, options).map((field) =>
      fieldWithDirectives(schema, node, field, options),
    ),
  };
}

function visibleFields(
  schema: GraphQLSchema,
  { name, fields = [] }: ObjectTypeDefinitionNode,
  { hiddenQueries }: PrintOptions,
): readonly FieldDefinitionNode[] {
  const isQuery = name.value === schema.getQueryType()?.name;
  return fields.filter((field) => !(isQuery && hiddenQueries.includes(field.name.value)));
}

function fieldWithDirectives(
  schema: GraphQLSchema,
  parent: ObjectTypeDefinitionNode,
  field: FieldDefinitionNode,
  options: PrintOptions,
): FieldDefinitionNode {
  const type = schema.getType(parent.name.value);
  const known = type !== undefined && 'getFields' in type ? type.getFields()[field.name.value] : undefined;
  if (known === undefined) return field;
  return { ...field, directives: [...(field.directives ?? []), ...toNodes(known.extensions, options)] };
}

function toNodes(
  extensions: Readonly<Record<string, unknown>>,
  { directives }: PrintOptions,
): readonly ConstDirectiveNode[] {
  return readApplied(extensions)
    .filter(({ name }) => directives.includes(name))
    .map(toDirectiveNode);
}

export function toDirectiveNode({ name, args }: AppliedDirective): ConstDirectiveNode {
  return {
    kind: Kind.DIRECTIVE,
    name: { kind: Kind.NAME, value: name },
    arguments: Object.entries(args).map(([argument, value]) => ({
      kind: Kind.ARGUMENT,
      name: { kind: Kind.NAME, value: argument },
      value: toValueNode(value),
    })),
  };
}

function toValueNode(value: DirectiveValue): ConstValueNode {
  switch (typeof value) {
    case 'string':
      return { kind: Kind.STRING, value };
    case 'number':
      return { kind: Kind.INT, value: String(value) };
    case 'boolean':
      return { kind: Kind.BOOLEAN, value };
    default:
      return { kind: Kind.LIST, values: value.map(toValueNode) };
  }
}
