/**
 * What introspection shows, and whether it answers. Federation's types and fields answer without being shown: code
 * generators fail on types such as `_Any`, and clients do not ask for them.
 */

import {
  type ASTVisitor,
  type DocumentNode,
  GraphQLError,
  GraphQLObjectType,
  GraphQLSchema,
  Kind,
  lexicographicSortSchema,
  type ValidationContext,
  visit,
} from 'graphql';
import { schema } from '../schema/schema.ts';

const federationFields = ['_service', '_entities'];
const introspectionFields = ['__schema', '__type'];

const known = new WeakMap<DocumentNode, GraphQLSchema>();

/** The schema to execute a valid document with: an introspection that asks for nothing of federation sees the clients' schema. */
export async function schemaFor(document: DocumentNode): Promise<GraphQLSchema> {
  const found = known.get(document);
  if (found !== undefined) return found;
  const names = readFieldNames(document);
  const isIntrospection = has(names, introspectionFields);
  if (isIntrospection) await describeOnce();
  const chosen = isIntrospection && !has(names, federationFields) ? openClientSchema() : schema;
  known.set(document, chosen);
  return chosen;
}

/** A validation rule for gateways whose introspection is switched off. */
export function refuseIntrospection(context: ValidationContext): ASTVisitor {
  return {
    [Kind.FIELD]({ name }) {
      if (!introspectionFields.includes(name.value) && name.value !== '_service') return;
      const message = `Introspection is switched off in this gateway: "${name.value}" is not answered.`;
      context.reportError(new GraphQLError(message, { nodes: name }));
    },
  };
}

let isDescribed = false;

/** Each request asks for the module by itself, because no promise outlives a request in workerd. */
async function describeOnce(): Promise<void> {
  if (isDescribed) return;
  const { describeSchema } = await import('./describe-schema.ts');
  describeSchema(schema);
  isDescribed = true;
}

let clientSchema: GraphQLSchema | null = null;

/** Made with the first introspection. */
function openClientSchema(): GraphQLSchema {
  clientSchema ??= createClientSchema();
  return clientSchema;
}

function createClientSchema(): GraphQLSchema {
  const { query, types, ...config } = schema.toConfig();
  if (!query) throw new Error('A schema has to have a query type.');
  const { fields, ...queryConfig } = query.toConfig();
  const shown = Object.entries(fields).filter(([name]) => !federationFields.includes(name));
  const clientSchema = new GraphQLSchema({
    ...config,
    query: new GraphQLObjectType({ ...queryConfig, fields: Object.fromEntries(shown) }),
    types: types.filter(({ name }) => name !== 'Query' && !/^_[A-Z]/.test(name)),
  });
  return lexicographicSortSchema(clientSchema);
}

function readFieldNames(document: DocumentNode): ReadonlySet<string> {
  const names = new Set<string>();
  visit(document, { [Kind.FIELD]: ({ name }) => void names.add(name.value) });
  return names;
}

function has(names: ReadonlySet<string>, some: readonly string[]): boolean {
  return some.some((name) => names.has(name));
}
