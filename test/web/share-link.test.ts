/** Links that open GraphiQL with a query: what they hold, and what they leave out. */
import { expect, test } from 'vitest';
import { createShareLink, readSharedTab } from '../../web/graphiql/share-link.ts';

const page = 'https://gateway.example/graphql';
const query = 'query A($b: String) {\n  c(d: $b) # é & ?\n}\n';

test('a link holds the query and its variables, and reads back as they were', () => {
  const variables = '{\n  "b": "x & y"\n}';
  const link = createShareLink(`${page}?query=old&token=1#part`, { query, variables });
  expect(link).toMatch(/^https:\/\/gateway\.example\/graphql\?query=[^&]+&variables=[^&]+$/);
  expect(readSharedTab(link)).toEqual({ query, variables });
});

test('a link without variables has none', () => {
  const link = createShareLink(page, { query, variables: ' ' });
  expect([...new URL(link).searchParams.keys()]).toEqual(['query']);
  expect(readSharedTab(link)).toEqual({ query, variables: '' });
});

test.each([
  ['?query={a}&variables={"b":1}', { query: '{a}', variables: '{\n  "b": 1\n}' }],
  ['?query={a}&variables={', { query: '{a}', variables: '{' }],
  ['?variables={}', null],
  ['?query=', null],
  ['', null],
])('reads %s', (search, tab) => {
  expect(readSharedTab(page + search)).toEqual(tab);
});
