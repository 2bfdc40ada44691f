/** The schema's two texts: for clients and their tools, and for composition into a supergraph. Pure; made at build time. */

import { type DefinitionNode, type GraphQLSchema, Kind, parse, print } from 'graphql';
import { AppliedDirective } from '../schema/directives.ts';
import { printedTypes, toDirectiveNode } from './printed-types.ts';

const semanticNonNullDefinition = `
"""
The field is null only when something failed, and then with an error at its place. \`levels\` says for which
levels: 0 for the field itself, 1 for the items of its list.
"""
directive @semanticNonNull(levels: [Int] = [0]) on FIELD_DEFINITION
`;

const federationDirectives = ['key', 'shareable', 'listSize', 'cost'];

/** The API for clients: without what is for routers only. */
export function printClientSchema(schema: GraphQLSchema): string {
  const types = printedTypes(schema, {
    directives: ['semanticNonNull'],
    hiddenQueries: ['_entities', '_service'],
  });
  return printDefinitions([...parse(semanticNonNullDefinition).definitions, ...types]);
}

/**
 * The subgraph for Apollo Federation 2.9, the newest version that all composers take. Without `node` and
 * `nodes`: two subgraphs that have them do not compose, even when the fields are `@inaccessible`.
 */
export function printSubgraph(schema: GraphQLSchema): string {
  const types = printedTypes(schema, {
    directives: [...federationDirectives, 'semanticNonNull'],
    hiddenQueries: ['_entities', '_service', 'node', 'nodes'],
  });
  return printDefinitions([
    schemaDefinition(schema),
    ...parse(semanticNonNullDefinition).definitions,
    ...types,
  ]);
}

/** As `schema @link`, not `extend schema`: the latter makes relay-compiler panic. */
function schemaDefinition(schema: GraphQLSchema): DefinitionNode {
  const imported = [...federationDirectives, 'composeDirective'].map((name) => `@${name}`);
  const [definition] = parse('schema { query: Query }').definitions;
  const [withSubscription] = parse('schema { query: Query subscription: Subscription }').definitions;
  const roots = schema.getSubscriptionType() == null ? definition : withSubscription;
  if (roots?.kind !== Kind.SCHEMA_DEFINITION) throw new Error('a schema definition was not parsed as one');
  return {
    ...roots,
    directives: [
      new AppliedDirective('link', { url: 'https://specs.apollo.dev/federation/v2.9', import: imported }),
      new AppliedDirective('link', {
        url: 'https://specs.apollo.dev/nullability/v0.4',
        import: ['@semanticNonNull'],
      }),
      // Without it the directive would be lost on the way into the supergraph.
      new AppliedDirective('composeDirective', { name: '@semanticNonNull' }),
    ].map(toDirectiveNode),
  };
}

function printDefinitions(definitions: readonly DefinitionNode[]): string {
  return `${print({ kind: Kind.DOCUMENT, definitions })}\n`;
}
