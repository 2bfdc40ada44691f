/** The variables of an operation as a JSON Schema: what an assistant has to give. */
import {
  type GraphQLInputType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInputType,
  isListType,
  isNonNullType,
  type OperationDefinitionNode,
  typeFromAST,
} from 'graphql';

export interface JsonSchema {
  readonly type: 'string' | 'integer' | 'number' | 'boolean' | 'array' | 'object';
  readonly description?: string;
  readonly enum?: readonly string[];
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
}

/** Scalars that are no text in JSON. */
const scalarTypes = new Map<string, JsonSchema['type']>([
  ['Int', 'integer'],
  ['Float', 'number'],
  ['Boolean', 'boolean'],
]);

export function toVariablesSchema(schema: GraphQLSchema, operation: OperationDefinitionNode): JsonSchema {
  const variables = (operation.variableDefinitions ?? []).map(({ variable, type, defaultValue }) => {
    const inputType = typeFromAST(schema, type);
    if (!isInputType(inputType))
      throw new Error(`$${variable.name.value} is of a type that the schema lacks.`);
    return { name: variable.name.value, type: inputType, isOptional: defaultValue !== undefined };
  });
  return toObjectSchema(variables);
}

interface Member {
  readonly name: string;
  readonly type: GraphQLInputType;
  readonly description?: string | null | undefined;
  readonly isOptional: boolean;
}

function toObjectSchema(members: readonly Member[]): JsonSchema {
  const required = members.filter(({ type, isOptional }) => isNonNullType(type) && !isOptional);
  return {
    type: 'object',
    properties: Object.fromEntries(
      members.map(({ name, type, description }) => [
        name,
        { ...toJsonSchema(type), ...(description ? { description } : {}) },
      ]),
    ),
    required: required.map(({ name }) => name),
  };
}

function toJsonSchema(type: GraphQLInputType): JsonSchema {
  if (isNonNullType(type)) return toJsonSchema(type.ofType);
  if (isListType(type)) return { type: 'array', items: toJsonSchema(type.ofType) };
  if (isEnumType(type)) return { type: 'string', enum: type.getValues().map(({ name }) => name) };
  if (!isInputObjectType(type)) return { type: scalarTypes.get(type.name) ?? 'string' };
  return toObjectSchema(
    Object.values(type.getFields()).map(({ name, type: fieldType, description, defaultValue }) => ({
      name,
      type: fieldType,
      description,
      isOptional: defaultValue !== undefined,
    })),
  );
}
