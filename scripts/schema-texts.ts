/** The schema's two texts: for clients and their tools, and for composition into a supergraph. Pure: writes no file. */

import { getDocumentNodeFromSchema } from '@graphql-tools/utils';
import {
  DirectiveLocation,
  type DocumentNode,
  GraphQLDirective,
  GraphQLInt,
  GraphQLList,
  GraphQLSchema,
  lexicographicSortSchema,
  print,
  specifiedDirectives,
  visit,
} from 'graphql';
import { type AppliedDirective, applied } from '../src/schema/directives.ts';

const routerDirectives = ['key', 'shareable', 'listSize', 'cost'];

/** The API for clients: without what is for routers only. */
export function printClientSchema(schema: GraphQLSchema): string {
  return printText(schema, {
    links: [],
    hiddenDirectives: routerDirectives,
    hiddenQueries: ['_entities', '_service'],
  });
}

/**
 * The subgraph for Apollo Federation 2.9, the newest version that all composers take. Without `node` and
 * `nodes`: two subgraphs that have them do not compose, even when the fields are `@inaccessible`. Without `account`
 * and `members`, which others may mean otherwise: a router reads the account from a session.
 */
export function printSubgraph(schema: GraphQLSchema): string {
  return printText(schema, {
    links: federationLinks,
    hiddenDirectives: [],
    hiddenQueries: ['_entities', '_service', 'node', 'nodes', 'account', 'members'],
  });
}

const semanticNonNull = new GraphQLDirective({
  name: 'semanticNonNull',
  description:
    'The field is null only when something failed, and then with an error at its place. `levels` says for which\n' +
    'levels: 0 for the field itself, 1 for the items of its list.',
  args: { levels: { type: new GraphQLList(GraphQLInt), defaultValue: [0] } },
  locations: [DirectiveLocation.FIELD_DEFINITION],
});

/** On `schema` and not on `extend schema`: the latter makes relay-compiler panic. */
const federationLinks: readonly AppliedDirective[] = [
  {
    name: 'link',
    args: {
      url: 'https://specs.apollo.dev/federation/v2.9',
      import: [...routerDirectives, 'composeDirective'].map((name) => `@${name}`),
    },
  },
  {
    name: 'link',
    args: { url: 'https://specs.apollo.dev/nullability/v0.4', import: ['@semanticNonNull'] },
  },
  // Without it the directive would be lost on the way into the supergraph.
  { name: 'composeDirective', args: { name: '@semanticNonNull' } },
];

interface TextOptions {
  /** Directives of the schema itself. */
  readonly links: readonly AppliedDirective[];
  /** Directives to leave out, by name. */
  readonly hiddenDirectives: readonly string[];
  /** Fields of `Query` to leave out. */
  readonly hiddenQueries: readonly string[];
}

function printText(schema: GraphQLSchema, options: TextOptions): string {
  const described = new GraphQLSchema({
    ...schema.toConfig(),
    directives: [...specifiedDirectives, semanticNonNull],
    extensions: { ...applied(...options.links) },
  });
  return `${print(withoutHidden(getDocumentNodeFromSchema(lexicographicSortSchema(described)), options))}\n`;
}

/** Types whose names begin with `_` are federation's own, and are left out. */
function withoutHidden(
  document: DocumentNode,
  { hiddenDirectives, hiddenQueries }: TextOptions,
): DocumentNode {
  return visit(document, {
    // Where the schema has no directives, the names of its root types say it all.
    SchemaDefinition: ({ directives = [] }) => (directives.length === 0 ? null : undefined),
    ScalarTypeDefinition: ({ name }) => (name.value.startsWith('_') ? null : undefined),
    UnionTypeDefinition: ({ name }) => (name.value.startsWith('_') ? null : undefined),
    ObjectTypeDefinition(node) {
      if (node.name.value.startsWith('_')) return null;
      if (node.name.value !== 'Query') return undefined;
      return { ...node, fields: node.fields?.filter(({ name }) => !hiddenQueries.includes(name.value)) };
    },
    Directive: ({ name }) => (hiddenDirectives.includes(name.value) ? null : undefined),
  });
}
