/** What is at which address, for which methods and media types; and the request id on all of it. */

import { describe, expect, test } from 'vitest';
import { version } from '../../package.json';
import { createTestGateway, demoHeaders } from '../support/test-gateway.ts';

const origin = 'https://gateway.example';
const json = { 'content-type': 'application/json' };
const typenameBody = JSON.stringify({ query: '{ __typename }' });
const isQuery = expect.objectContaining({ data: { __typename: 'Query' } });

const offer =
  'takes none of what is offered: application/graphql-response+json, application/json, text/event-stream, multipart/mixed;subscriptionSpec=1.0';
const notAcceptable = {
  errors: [
    {
      message: `Accept: ${offer}`,
      extensions: { code: 'BAD_USER_INPUT', argument: 'Accept', reason: offer, requestId: 'request-1' },
    },
  ],
};

function visit(path: string, init: RequestInit = {}, vars: Record<string, string> = {}): Promise<Response> {
  return createTestGateway({ vars }).fetch(new Request(origin + path, init));
}

async function read(response: Response): Promise<unknown[]> {
  const isJson = response.headers.get('content-type')?.includes('json') === true;
  return [response.status, isJson ? await response.json() : await response.text()];
}

describe('/', () => {
  test('names the addresses to programs', async () => {
    expect(await read(await visit('/'))).toEqual([
      200,
      { name: 'Checkly test sessions gateway', graphql: '/graphql', graphiql: '/graphql', dashboard: '/' },
    ]);
  });

  test('sends people to GraphiQL where there is no dashboard', async () => {
    const response = await visit('/', { headers: { accept: 'text/html,*/*;q=0.8' } }, { DASHBOARD: 'off' });
    expect([response.status, response.headers.get('location')]).toEqual([302, '/graphql']);
  });
});

test('/health answers without asking upstream, and is never kept', async () => {
  const gateway = createTestGateway();
  const response = await gateway.fetch(new Request(`${origin}/health`));
  expect(response.headers.get('cache-control')).toBe('no-store');
  expect(await read(response)).toEqual([200, { status: 'ok', version }]);
  expect(gateway.emulator.stats().recent).toEqual([]);
});

test.each(['/nothing', '/graphql/x', '//graphql', '/GraphQL', '/_emulator/stats', '/v1/test-sessions'])(
  'there is nothing at %s',
  async (path) => {
    expect(await read(await visit(path, { method: 'POST', headers: json, body: typenameBody }))).toEqual([
      404,
      {
        errors: [
          {
            message: 'There is nothing here; GraphQL is at /graphql.',
            extensions: { code: 'NOT_FOUND', requestId: 'request-1' },
          },
        ],
      },
    ]);
  },
);

describe('/graphql', () => {
  test.each([undefined, '*/*', 'application/json', 'application/json, text/html;q=0.5'])(
    'answers a GET with a query to whoever accepts %s',
    async (accept) => {
      const headers: Record<string, string> = accept === undefined ? {} : { accept };
      expect(await read(await visit('/graphql?query={__typename}', { headers }))).toEqual([200, isQuery]);
    },
  );

  test('opens GraphiQL for a browser, also by a link with a query', async () => {
    const headers = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
    for (const path of ['/graphql', '/graphql?query={__typename}&variables={}']) {
      expect(await read(await visit(path, { headers }))).toEqual([
        404,
        {
          errors: [
            {
              message: 'This deployment does not include GraphiQL.',
              extensions: { code: 'NOT_FOUND', requestId: expect.any(String) },
            },
          ],
        },
      ]);
    }
  });

  test.each(['application/json', 'application/json; charset=utf-8'])('answers a POST of %s', async (type) => {
    const init = { method: 'POST', headers: { 'content-type': type }, body: typenameBody };
    expect(await read(await visit('/graphql', init))).toEqual([200, isQuery]);
  });

  test.each(['text/plain', 'text/html', 'multipart/form-data; boundary=x', 'image/png'])(
    'does not take a POST of %s',
    async (type) => {
      const init = { method: 'POST', headers: { 'content-type': type }, body: typenameBody };
      expect((await visit('/graphql', init)).status).toBe(415);
    },
  );

  test.each(['PUT', 'PATCH', 'DELETE'])('does not take %s, and says what it takes', async (method) => {
    const response = await visit('/graphql', { method, headers: json, body: typenameBody });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD, POST, OPTIONS']);
  });

  test.each([
    ['application/json', /^application\/json; ?charset=utf-8$/],
    ['application/graphql-response+json', /^application\/graphql-response\+json; ?charset=utf-8$/],
    ['application/graphql-response+json, application/json;q=0.9', /^application\/graphql-response\+json/],
    ['*/*', /^application\/(graphql-response\+)?json/],
  ])('answers %s in kind', async (accept, type) => {
    const init = { method: 'POST', headers: { ...json, accept }, body: typenameBody };
    expect((await visit('/graphql', init)).headers.get('content-type')).toMatch(type);
  });

  test('answers nothing that it cannot write', async () => {
    const init = { method: 'POST', headers: { ...json, accept: 'image/png' }, body: typenameBody };
    expect(await read(await visit('/graphql', init))).toEqual([406, notAcceptable]);
  });

  test('does not answer a subscription with JSON', async () => {
    const body =
      '{"query":"subscription { testSessionCompleted(id: \\"aaaaaaaa-0000-4000-8000-000000000000\\") { id } }"}';
    const headers = { ...json, ...demoHeaders, accept: 'application/json' };
    const init = { method: 'POST', headers, body };
    expect(await read(await visit('/graphql', init))).toEqual([406, notAcceptable]);
  });

  test.each([
    ['onError', '"NULL"'],
    ['unknown', '{"any": ["thing"]}'],
    ['__proto__', '{"query": "{ nothing }"}'],
  ])('ignores the property %s', async (name, value) => {
    const body = `{"query":"{ __typename }","${name}":${value}}`;
    expect(await read(await visit('/graphql', { method: 'POST', headers: json, body }))).toEqual([
      200,
      isQuery,
    ]);
  });

  test.each(['""', 'null'])('takes the operation name %s as absent', async (name) => {
    const body = `{"query":"{ __typename }","operationName":${name}}`;
    expect(await read(await visit('/graphql', { method: 'POST', headers: json, body }))).toEqual([
      200,
      isQuery,
    ]);
  });

  test('takes an empty operation name as absent by GET, too', async () => {
    expect(await read(await visit('/graphql?query={__typename}&operationName='))).toEqual([200, isQuery]);
  });

  test('has a second address, with a slash at its end', async () => {
    expect(await read(await visit('/graphql/?query={__typename}'))).toEqual([200, isQuery]);
  });

  test.each([
    ['what is not JSON', '{"query"', 'body: must be JSON'],
    ['a batch', `[${typenameBody}]`, 'request: Batching is not supported.'],
    ['an empty batch', '[]', 'request: Batching is not supported.'],
    ['null', 'null', 'request: POST body is expected to be object but received null'],
    ['a number', '7', 'request: POST body is expected to be object but received number'],
    ['a text', '"{ __typename }"', 'request: POST body is expected to be object but received string'],
    [
      'a query that is no text',
      '{"query": 7}',
      'request: Expected "query" param to be a string, but given number.',
    ],
    [
      'variables that are no object',
      '{"query": "{ __typename }", "variables": 7}',
      'request: Expected "variables" param to be empty or an object, but given number.',
    ],
  ])('refuses %s', async (_case, body, message) => {
    const [status, answer] = await read(await visit('/graphql', { method: 'POST', headers: json, body }));
    expect([status, answer]).toMatchObject([400, { errors: [{ message }] }]);
  });

  // Yoga throws a plain Error here, which is taken for one of the gateway's own.
  test.each(['variables', 'extensions'])('refuses a GET whose %s are no JSON', async (name) => {
    expect(await read(await visit(`/graphql?query={__typename}&${name}=x`))).toEqual([
      400,
      {
        errors: [
          {
            message: `${name}: must be JSON`,
            extensions: {
              code: 'BAD_USER_INPUT',
              argument: name,
              reason: 'must be JSON',
              requestId: 'request-1',
            },
          },
        ],
      },
    ]);
  });

  test.each(['variables', 'extensions'])('refuses a GET whose %s are no object', async (name) => {
    const message = `request: Expected "${name}" param to be empty or an object, but given number.`;
    const [status, answer] = await read(await visit(`/graphql?query={__typename}&${name}=7`));
    expect([status, answer]).toMatchObject([400, { errors: [{ message }] }]);
  });
});

test.each(['/', '/health', '/nothing', '/graphql', '/graphiql/x.js', '/graphql?query={__typename}'])(
  'a request id is on the answer of %s, and another on the next',
  async (path) => {
    const gateway = createTestGateway();
    const ids = [];
    for (let i = 0; i < 2; i += 1) {
      const response = await gateway.fetch(new Request(origin + path));
      ids.push(response.headers.get('x-request-id'));
    }
    expect(ids).toEqual(['request-1', 'request-2']);
  },
);

test.each<[string, number, RequestInit]>([
  ['what is not JSON', 400, { method: 'POST', headers: json, body: '{' }],
  ['a batch', 400, { method: 'POST', headers: json, body: `[${typenameBody}]` }],
  [
    'another media type',
    415,
    { method: 'POST', headers: { 'content-type': 'text/plain' }, body: typenameBody },
  ],
  ['too much', 413, { method: 'POST', headers: json, body: ' '.repeat(128 * 1024 + 1) }],
  ['another method', 405, { method: 'PUT', headers: json, body: typenameBody }],
  [
    'no credential',
    401,
    { method: 'POST', headers: json, body: '{"query":"{ testSessions { nodes { id } } }"}' },
  ],
  ['another media type in answer', 406, { headers: { accept: 'image/png' } }],
])('a request id is on the refusal of %s, readable for any page', async (_case, status, init) => {
  const { headers, ...response } = await visit('/graphql', init).then((it) => ({
    status: it.status,
    headers: it.headers,
  }));
  expect([
    response.status,
    ...['x-request-id', 'access-control-allow-origin', 'x-content-type-options'].map((name) =>
      headers.get(name),
    ),
  ]).toEqual([status, 'request-1', '*', 'nosniff']);
  expect(headers.get('access-control-expose-headers')).toContain('X-Request-Id');
});

test.each(['/graphql?query={__typename}', '/health', '/nothing', '/graphql?query={'])(
  'HEAD of %s is answered as GET, without the body',
  async (path) => {
    const [head, get] = [await visit(path, { method: 'HEAD' }), await visit(path)];
    expect([head.status, await head.text()]).toEqual([get.status, '']);
    expect([...head.headers].filter(([name]) => name !== 'content-length')).toEqual([...get.headers]);
  },
);

test("a reader's own request id is not taken", async () => {
  const response = await visit('/health', { headers: { 'x-request-id': 'mine' } });
  expect(response.headers.get('x-request-id')).toBe('request-1');
});
