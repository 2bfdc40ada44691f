/** The tag `graphql`: types a document from the schema while it is written, without generated operations. */
import { initGraphQLTada } from 'gql.tada';
import type { introspection } from './generated/schema.d.ts';

export const graphql = initGraphQLTada<{
  introspection: introspection;
  scalars: { DateTime: string; Duration: string };
}>();
