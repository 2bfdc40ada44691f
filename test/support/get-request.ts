/** A GraphQL query as a GET, which may be answered with 304. */

import { demoHeaders } from './test-gateway.ts';

export function toGet(query: string, headers: Readonly<Record<string, string>> = {}): Request {
  const url = `https://gateway.example/graphql?query=${encodeURIComponent(query)}`;
  return new Request(url, { headers: { accept: 'application/json', ...demoHeaders, ...headers } });
}
