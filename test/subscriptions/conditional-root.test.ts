/** A subscription whose field may be left out has nothing to listen to: graphql-js throws at it. */

import { expect, test } from 'vitest';
import { demoHeaders, toRequest } from '../support/test-gateway.ts';
import { createWorld, unknownId } from './subscription-gateway.ts';

const field = `testSessionCompleted(id: "${unknownId}")`;

test.each([
  `subscription { ${field} @skip(if: true) { name } }`,
  `subscription { ${field} @include(if: true) { name } }`,
  `subscription { ... @skip(if: true) { ${field} { name } } }`,
  `subscription { ...Field @skip(if: true) } fragment Field on Subscription { ${field} { name } }`,
  `subscription { ...Field } fragment Field on Subscription { ${field} @include(if: false) { name } }`,
])('%s is refused', async (query) => {
  for (const accept of ['application/json', 'text/event-stream', 'multipart/mixed;subscriptionSpec=1.0']) {
    const gateway = createWorld();
    const response = await gateway.fetch(toRequest(query, { headers: { ...demoHeaders, accept } }));
    const text = await gateway.clock.run(response.text());
    expect(text).toContain('"message":"The field of a subscription takes neither @skip nor @include."');
    expect(text).toContain('"code":"GRAPHQL_VALIDATION_FAILED"');
    expect([gateway.log.filter(({ level }) => level === 'error'), gateway.upstreamCalls()]).toEqual([[], 0]);
  }
});

test('fields below it may be left out', async () => {
  const gateway = createWorld();
  const query = `subscription { ${field} { name @skip(if: true) id } }`;
  const headers = { ...demoHeaders, accept: 'text/event-stream' };
  const text = await gateway.clock.run((await gateway.fetch(toRequest(query, { headers }))).text());
  expect(text).toContain('data: {"data":{"testSessionCompleted":null}}');
});
