/** A document's id in place of its text, as GraphQL over HTTP's appendix has it; and gateways that hold clients to a manifest. */

import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { type Answer, readAnswer } from '../support/answer.ts';
import {
  createTestGateway,
  demoHeaders,
  type TestGateway,
  type TestGatewayOptions,
} from '../support/test-gateway.ts';

const trusted = '{ testSessions(first: 1) { nodes { sessionId } } }';
const hash = createHash('sha256').update(trusted).digest('hex');
const isAnswered = { status: 200, errors: [], data: { testSessions: { nodes: [{}] } } };

function open(mode: string, manifest: unknown = { [hash]: trusted }): TestGateway {
  const options: TestGatewayOptions = { vars: { PERSISTED_DOCUMENTS: mode, LOG_REQUESTS: '0' }, manifest };
  return createTestGateway(options);
}

async function post(gateway: TestGateway, body: object, accept = 'application/json'): Promise<Answer> {
  const headers = { 'content-type': 'application/json', accept, ...demoHeaders };
  const init = { method: 'POST', headers, body: JSON.stringify(body) };
  return readAnswer(await gateway.fetch(new Request('https://gateway.example/graphql', init)));
}

async function get(gateway: TestGateway, params: Record<string, string>): Promise<Answer> {
  const url = `https://gateway.example/graphql?${new URLSearchParams(params)}`;
  // A browser, too, may follow a link to a persisted document.
  const headers = { accept: 'text/html, application/json', ...demoHeaders };
  return readAnswer(await gateway.fetch(new Request(url, { headers })));
}

describe('documentId', () => {
  test.each([
    ['as Relay and code generators write it', { [hash]: trusted }],
    ['with the prefix', { [`sha256:${hash}`]: trusted }],
    [
      "in Apollo's shape",
      {
        format: 'apollo-persisted-query-manifest',
        version: 1,
        operations: [{ id: hash, name: 'Head', type: 'query', body: trusted }],
      },
    ],
  ])('is found in a manifest %s, by POST and GET, with and without its prefix', async (_case, manifest) => {
    for (const documentId of [hash, `sha256:${hash}`]) {
      expect(await post(open('open', manifest), { documentId })).toMatchObject(isAnswered);
      expect(await get(open('open', manifest), { documentId })).toMatchObject(isAnswered);
    }
  });

  test('may be another id of the manifest, such as an MD5, with variables and an operation name', async () => {
    const text =
      'query A($first: Int) { testSessions(first: $first) { nodes { id } } } query B { __typename }';
    const gateway = open('only', { '9e107d9d372bb6826bd81d3542a419d6': text });
    const body = {
      documentId: '9e107d9d372bb6826bd81d3542a419d6',
      operationName: 'A',
      variables: { first: 0 },
    };
    expect((await post(gateway, body)).data).toEqual({ testSessions: { nodes: [] } });
  });

  test('is answered whole the next time, however it is spelled', async () => {
    const gateway = open('open');
    await post(gateway, { documentId: hash });
    const again = await post(gateway, { documentId: `sha256:${hash}` });
    expect(again.headers.get('cache-status')).toMatch(/^gateway-responses; hit/);
  });

  test('finds what a client registered as an automatic persisted query, or beside the id', async () => {
    for (const registration of [
      { documentId: `sha256:${hash}`, query: trusted },
      { extensions: { persistedQuery: { version: 1, sha256Hash: hash } }, query: trusted },
    ]) {
      const gateway = open('open', {});
      await post(gateway, registration);
      expect(await post(gateway, { documentId: `sha256:${hash}` })).toMatchObject(isAnswered);
    }
  });

  test.each([
    ['that is unknown', { documentId: 'sha256:00' }, 'PERSISTED_QUERY_NOT_FOUND'],
    ['of a reserved prefix', { documentId: `md5:${hash}` }, 'PERSISTED_QUERY_NOT_FOUND'],
    ['of another text', { documentId: hash, query: '{ __typename }' }, 'PERSISTED_QUERY_MISMATCH'],
    ['with a space', { documentId: 'a b' }, 'BAD_USER_INPUT'],
    ['that is no text', { documentId: 7 }, 'BAD_USER_INPUT'],
    ['of 257 characters', { documentId: 'a'.repeat(257) }, 'BAD_USER_INPUT'],
  ])('%s is one error', async (_case, body, code) => {
    const answer = await post(open('open'), body, 'application/graphql-response+json');
    expect(answer).toMatchObject({ data: null, errors: [{ extensions: { code } }] });
    expect(answer.status).toBe(code === 'PERSISTED_QUERY_MISMATCH' ? 200 : 400);
  });
});

describe('PERSISTED_DOCUMENTS', () => {
  const other = '{ __typename }';
  const otherHash = createHash('sha256').update(other).digest('hex');

  test('open answers any document and logs none', async () => {
    const gateway = open('open');
    expect((await post(gateway, { query: other })).data).toEqual({ __typename: 'Query' });
    expect(gateway.log).toEqual([]);
  });

  test('log answers any, and tells once of one that the manifest lacks', async () => {
    const gateway = open('log');
    for (const query of [other, other, trusted, other])
      expect((await post(gateway, { query })).errors).toEqual([]);
    expect(gateway.log).toEqual([
      {
        level: 'warn',
        requestId: 'request-1',
        message: 'The manifest lacks a document.',
        documentId: `sha256:${otherHash}`,
      },
    ]);
  });

  test('only answers documents of the manifest, by their ids and their texts', async () => {
    const persistedQuery = { version: 1, sha256Hash: hash };
    for (const body of [{ documentId: hash }, { query: trusted }, { extensions: { persistedQuery } }]) {
      expect(await post(open('only'), body)).toMatchObject(isAnswered);
    }
  });

  test.each([
    ['a text', { query: other }],
    ['a trusted text with a space more', { query: `${trusted} ` }],
    ['a text with its own hash', { query: other, documentId: otherHash }],
    ['an introspection', { query: '{ __schema { description } }' }],
  ])('only refuses %s, without a call', async (_case, body) => {
    const gateway = open('only');
    for (let i = 0; i < 2; i += 1) {
      expect((await post(gateway, body)).errors).toMatchObject([
        { extensions: { code: 'PERSISTED_QUERY_ONLY' } },
      ]);
    }
    expect(await post(gateway, { documentId: otherHash })).toMatchObject({ data: null });
    expect(gateway.upstreamCalls()).toBe(0);
  });

  test('a manifest of another shape is a 500, and a line in the log', async () => {
    const gateway = open('open', [{ id: hash, text: trusted }]);
    expect((await post(gateway, { query: other })).status).toBe(500);
    expect(gateway.log).toMatchObject([
      { error: 'ConfigError', message: expect.stringMatching(/^persisted-manifest\.json takes/) },
    ]);
  });
});
