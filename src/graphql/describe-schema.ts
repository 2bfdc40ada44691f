/**
 * Gives the schema its descriptions, which a deployed bundle starts without (`scripts/strip-descriptions.ts`): out of
 * the subgraph's text, with the first introspection. A module of its own, so that nobody else loads it.
 */

import {
  type FieldDefinitionNode,
  type GraphQLSchema,
  type InputValueDefinitionNode,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  parse,
  type TypeDefinitionNode,
} from 'graphql';
import subgraphSdl from '../schema/federation/subgraph.graphql';

interface Described {
  description?: string | null | undefined;
}

type DescribedNode = Pick<FieldDefinitionNode | InputValueDefinitionNode | TypeDefinitionNode, 'description'>;

export function describeSchema(schema: GraphQLSchema): void {
  for (const node of parse(subgraphSdl).definitions) {
    const type = 'name' in node && node.name !== undefined ? schema.getType(node.name.value) : undefined;
    if (type === undefined || !('description' in node)) continue;
    describe(type, node);
    const fields = 'fields' in node ? (node.fields ?? []) : [];
    for (const field of fields) {
      const hasFields = isObjectType(type) || isInterfaceType(type) || isInputObjectType(type);
      const known = hasFields ? type.getFields()[field.name.value] : undefined;
      describe(known, field);
      if (known === undefined || !('args' in known) || !('arguments' in field)) continue;
      for (const argument of field.arguments ?? [])
        describe(
          known.args.find(({ name }) => name === argument.name.value),
          argument,
        );
    }
    if (isEnumType(type) && 'values' in node)
      for (const value of node.values ?? []) describe(type.getValue(value.name.value) ?? undefined, value);
  }
}

function describe(described: Described | undefined, { description }: DescribedNode): void {
  if (described !== undefined) described.description = description?.value;
}
