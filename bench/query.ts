/** The query that everybody answers, and the request that brings it. */
import type { RequestParts } from '../scripts/workerd/connection.ts';
import { credentialHeaders } from './upstream-pages.ts';

const query = `query ($branches: [String!], $first: Int) {
  testSessions(filter: {statuses: [FAILED], branches: $branches}, first: $first) {
    edges { cursor node { name status invoker { name picture } commit { sha message branch } } }
    pageInfo { hasNextPage endCursor } } }`;

const defaultFirst = 20;

/** The debug header keeps a response from being cached, and makes it a little longer. */
export const executedHeaders = { 'x-gateway-debug': '1' } as const;

export interface Question {
  readonly branch: string;
  readonly first?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

export function toGraphQLRequest({ branch, first = defaultFirst, headers = {} }: Question): RequestParts {
  return {
    method: 'POST',
    path: '/graphql',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json',
      ...credentialHeaders,
      ...headers,
    },
    body: JSON.stringify({ query, variables: { branches: [branch], first } }),
  };
}
