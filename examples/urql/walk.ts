/** `npm run example:urql`: six sessions with urql, whose normalized cache joins the pages of one filter. */

import { Client, fetchExchange } from '@urql/core';
import { cacheExchange } from '@urql/exchange-graphcache';
import { relayPagination } from '@urql/exchange-graphcache/extras';
import { type PageByPage, printSession, readGatewayAccess, readOperation } from '../gateway.ts';
import { keys } from './keys.ts';

const { url, headers } = readGatewayAccess();
const client = new Client({
  url,
  preferGetMethod: false,
  fetchOptions: { headers: { ...headers } },
  exchanges: [
    cacheExchange({
      resolvers: { Query: { testSessions: relayPagination() } },
      keys: { ...keys },
    }),
    fetchExchange,
  ],
});
const query = await readOperation('page-by-page');

const first = await client.query<PageByPage>(query, { first: 3, after: null }).toPromise();
if (first.error !== undefined) throw first.error;
// The answer to the second page is the list so far: the cache has joined both.
const after = first.data?.testSessions?.pageInfo.endCursor ?? null;
const joined = await client.query<PageByPage>(query, { first: 3, after }).toPromise();
if (joined.error !== undefined) throw joined.error;
for (const { node } of joined.data?.testSessions?.edges ?? []) if (node !== null) printSession(node);
