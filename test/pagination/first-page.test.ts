import { expect, test } from 'vitest';
import { connectionOf } from '../support/answer.ts';
import { createTestGateway } from '../support/test-gateway.ts';

const readme = `{ testSessions(filter: {statuses: [FAILED], branches: ["main"]}, first: 5) {
  edges { cursor node { name status invoker { name picture } commit { sha message branch } } }
  pageInfo { hasNextPage endCursor } } }`;

test("the README's query answers, and its end cursor goes on", async () => {
  const gateway = createTestGateway();
  const answer = await gateway.ask(readme);
  expect(answer.errors).toEqual([]);
  const first = connectionOf(answer);
  expect(first.edges).toHaveLength(5);
  expect(first.edges.every(({ node }) => node?.status === 'FAILED')).toBe(true);
  expect(first.pageInfo).toEqual({ hasNextPage: true, endCursor: first.edges[4]?.cursor });

  const next = await gateway.ask(
    `query ($after: String) { testSessions(filter: {statuses: [FAILED], branches: ["main"]}, first: 5, after: $after) { edges { cursor node { sessionId } } } }`,
    { variables: { after: first.pageInfo.endCursor } },
  );
  expect(connectionOf(next).edges).toHaveLength(5);
  expect(gateway.emulator.stats().requests).toEqual({ 'GET /v1/test-sessions': 1 });
});
