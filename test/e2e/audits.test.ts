/** The audits of GraphQL over HTTP: what a server must, should and may do. The gateway passes all, however narrow its limits. */
import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Gateway, type GatewayOptions, startGateway } from '../../scripts/start-bundle.ts';
import { askOverSocket } from './graphql-client.ts';

/** Each limit at its lowest, but for the client's units on Node: the audits are some 70 requests of one client. */
const narrow = {
  CLIENT_UNITS_PER_MINUTE: '200',
  CREDENTIAL_VALID_SECONDS: '0',
  MAX_DETAILS_PER_REQUEST: '0',
  MAX_PAGE_SIZE: '20',
  MAX_REQUEST_CALLS: '1',
  MAX_REQUEST_IDS: '1',
  MAX_REQUEST_WEIGHT: '1000',
  MEMORY_CACHE_BYTES: '1',
  REQUEST_TIMEOUT_MS: '100',
  SUBREQUEST_BUDGET: '1',
  SUBSCRIPTION_MAX_SECONDS: '1',
  UPSTREAM_CALLS_PER_MINUTE: '1',
  UPSTREAM_PAGE_SIZE: '1',
};

const cases: readonly (readonly [string, GatewayOptions])[] = [
  ['at default limits', {}],
  ['with every limit at its lowest', { vars: narrow }],
];

describe.each(cases)('GraphQL over HTTP, %s', (_limits, options) => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await startGateway(options);
  });
  afterAll(() => gateway?.close());

  const audits = serverAudits({ url: () => `${gateway.url}/graphql`, fetchFn: fetch });

  test('has audits', () => {
    expect(audits.length).toBeGreaterThan(50);
  });

  test.each(audits.map((audit) => [audit.name, audit] as const))('%s', async (_name, audit) => {
    expect(await audit.fn()).toMatchObject({ status: 'ok' });
  });

  test('the limits hold while that passes', async () => {
    const isNarrow = options.vars !== undefined;
    const { body } = await askOverSocket(gateway.url, '{ testSessions(first: 21) { nodes { id } } }');
    const refused = { errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] };
    expect(body).toMatchObject(isNarrow ? refused : { data: { testSessions: { nodes: expect.any(Array) } } });
  });
});
