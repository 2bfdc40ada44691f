/** What the variables become: the defaults, each one's place, and the upstream's address. */

import { describe, expect, test } from 'vitest';
import { readConfig } from '../../src/config/config.ts';
import { ConfigError } from '../../src/config/read-variable.ts';

const CACHE_PARTITION_SECRET = 'x'.repeat(32);
const read = (env: Record<string, unknown>) => readConfig({ CACHE_PARTITION_SECRET, ...env });

const defaults = {
  checkly: { baseUrl: 'https://api.checklyhq.com', listStyle: 'brackets' },
  credentials: { passThrough: true, gatewayTokens: [], publicCredential: null, jwt: null },
  clients: { corsOrigins: null, introspection: true, documents: 'open', dashboard: true, graphiql: true },
  cache: {
    sharedTier: 'cache-api',
    partitionSecret: CACHE_PARTITION_SECRET,
    freshForMs: { running: 5_000, head: 10_000, settled: 3_600_000, closed: 86_400_000 },
    settleHorizonMs: 86_400_000,
    stale: { whileRevalidateMs: 30_000, ifErrorMs: 3_600_000 },
    validForMs: 60_000,
    memoryMaxAgeMs: 5_000,
    memoryBytes: 25_165_824,
    noCacheFloorMs: 5_000,
    isPrefetching: false,
    callsPerMinute: 600,
  },
  purgeTokens: [],
  maxPageSize: 500,
  upstreamPageSize: 100,
  subrequestBudget: 45,
  requestTimeoutMs: 25_000,
  maxDetailsPerRequest: 25,
  cost: { maxWeight: 500_000, maxCalls: 500, maxIds: 500 },
  subscriptionMaxMs: 600_000,
  loggedRequestsPercent: 100,
  environment: 'production',
};

test('with a secret alone it is a gateway to Checkly for readers who bring their keys', () => {
  expect(read({})).toEqual(defaults);
});

test('a local gateway lets its readers read through at any time', () => {
  expect(read({ ENVIRONMENT: 'local' })).toEqual({
    ...defaults,
    environment: 'local',
    cache: { ...defaults.cache, noCacheFloorMs: 0 },
  });
});

test('a variable comes before the default of a local gateway', () => {
  const local = { ENVIRONMENT: 'local', NO_CACHE_FLOOR_SECONDS: '7' };
  expect(read(local).cache.noCacheFloorMs).toBe(7_000);
  expect(read({ ...local, NO_CACHE_FLOOR_SECONDS: '' }).cache.noCacheFloorMs).toBe(0);
});

test('every variable has its place', () => {
  const config = read({
    UPSTREAM_LIST_STYLE: 'repeat',
    CORS_ORIGINS: 'https://a.example,http://localhost:3000',
    DASHBOARD: 'off',
    GRAPHIQL: 'off',
    INTROSPECTION: 'off',
    PERSISTED_DOCUMENTS: 'only',
    CREDENTIAL_PASS_THROUGH: 'off',
    CHECKLY_API_KEY: 'sv_held',
    JWT_JWKS_URL: 'https://id.example/keys?app=1',
    JWT_ISSUER: 'https://id.example/',
    JWT_AUDIENCE: 'one, two',
    JWT_HEADER: 'Cf-Access-Jwt-Assertion',
    SHARED_CACHE: 'none',
    MAX_PAGE_SIZE: '21',
    UPSTREAM_PAGE_SIZE: '22',
    SUBREQUEST_BUDGET: '23',
    REQUEST_TIMEOUT_MS: '124',
    MAX_DETAILS_PER_REQUEST: '27',
    MAX_REQUEST_WEIGHT: '1001',
    MAX_REQUEST_CALLS: '28',
    MAX_REQUEST_IDS: '29',
    SUBSCRIPTION_MAX_SECONDS: '26',
    FRESH_RUNNING_SECONDS: '1',
    FRESH_HEAD_SECONDS: '2',
    FRESH_SETTLED_SECONDS: '3',
    FRESH_CLOSED_SECONDS: '4',
    SETTLE_HORIZON_SECONDS: '5',
    STALE_WHILE_REVALIDATE_SECONDS: '6',
    STALE_IF_ERROR_SECONDS: '7',
    CREDENTIAL_VALID_SECONDS: '8',
    MEMORY_MAX_AGE_SECONDS: '9',
    MEMORY_CACHE_BYTES: '10',
    NO_CACHE_FLOOR_SECONDS: '11',
    PREFETCH_NEXT_PAGE: 'on',
    UPSTREAM_CALLS_PER_MINUTE: '12',
    LOG_REQUESTS: '13',
  });
  expect(config).toEqual({
    checkly: { ...defaults.checkly, listStyle: 'repeat' },
    credentials: {
      ...defaults.credentials,
      passThrough: false,
      jwt: {
        keySetUrl: 'https://id.example/keys?app=1',
        issuer: 'https://id.example/',
        audiences: ['one', 'two'],
        header: 'cf-access-jwt-assertion',
        held: { apiKey: 'sv_held', accountId: null },
      },
    },
    clients: {
      corsOrigins: ['https://a.example', 'http://localhost:3000'],
      introspection: false,
      documents: 'only',
      dashboard: false,
      graphiql: false,
    },
    cache: {
      sharedTier: 'none',
      partitionSecret: CACHE_PARTITION_SECRET,
      freshForMs: { running: 1000, head: 2000, settled: 3000, closed: 4000 },
      settleHorizonMs: 5000,
      stale: { whileRevalidateMs: 6000, ifErrorMs: 7000 },
      validForMs: 8000,
      memoryMaxAgeMs: 9000,
      memoryBytes: 10,
      noCacheFloorMs: 11_000,
      isPrefetching: true,
      callsPerMinute: 12,
    },
    purgeTokens: [],
    maxPageSize: 21,
    upstreamPageSize: 22,
    subrequestBudget: 23,
    requestTimeoutMs: 124,
    maxDetailsPerRequest: 27,
    cost: { maxWeight: 1001, maxCalls: 28, maxIds: 29 },
    subscriptionMaxMs: 26_000,
    loggedRequestsPercent: 13,
    environment: 'production',
  });
});

test.each(['dashboard.example', 'https://a.example/', 'https://a.example,*', 'https://a.example,', 'null'])(
  'CORS_ORIGINS does not take %s',
  (list) => {
    const message = `CORS_ORIGINS holds "${list}"; it takes *, or origins such as https://dashboard.example, separated by commas.`;
    expect(() => read({ CORS_ORIGINS: list })).toThrow(message);
  },
);

test.each([
  [
    'JWT_JWKS_URL',
    'http://id.example/keys',
    'an https address without user or fragment (http on a loopback address only)',
  ],
  [
    'JWT_JWKS_URL',
    'https://user@id.example/keys',
    'an https address without user or fragment (http on a loopback address only)',
  ],
  ['JWT_AUDIENCE', 'one,,two', 'one or more values of `aud`, separated by commas'],
  ['JWT_HEADER', 'Cookie', "a header's name, neither Cookie nor X-Checkly-Account"],
  ['JWT_HEADER', 'x-checkly-account', "a header's name, neither Cookie nor X-Checkly-Account"],
  ['JWT_HEADER', 'Authorization: Bearer', "a header's name, neither Cookie nor X-Checkly-Account"],
])('%s does not take %s', (name, value, takes) => {
  expect(() => read({ [name]: value })).toThrow(`${name} holds "${value}"; it takes ${takes}.`);
});

test('a key that is held must be valid, although nobody reads with it yet', () => {
  expect(() => read({ CHECKLY_API_KEY: 'a-real-secret' })).toThrow(
    'CHECKLY_API_KEY holds a secret of 13 characters; it takes a Checkly API key, "cu_…" or "sv_…".',
  );
});

describe('CHECKLY_API_URL', () => {
  test.each([
    ['https://checkly.example', 'https://checkly.example'],
    ['https://checkly.example:8443/base///', 'https://checkly.example:8443/base'],
    ['http://127.0.0.1:8790', 'http://127.0.0.1:8790'],
    ['http://127.9.9.9', 'http://127.9.9.9'],
    ['http://localhost:1', 'http://localhost:1'],
    ['http://[::1]:1/', 'http://[::1]:1'],
  ])('takes %s', (url, baseUrl) => {
    expect(read({ CHECKLY_API_URL: url }).checkly.baseUrl).toBe(baseUrl);
  });

  test.each([
    'http://checkly.example',
    'http://127.0.0.1.evil.example',
    'http://localhost.evil.example',
    'http://10.0.0.1',
    'ftp://127.0.0.1',
    'javascript:alert(1)',
    'checkly.example',
    'https://user@checkly.example',
    'https://:word@checkly.example',
    'https://checkly.example/?a=b',
    'https://checkly.example/#a',
  ])('does not take %s', (url) => {
    const message = `CHECKLY_API_URL holds "${url}"; it takes an https address without query, user or fragment (http on a loopback address only).`;
    expect(() => read({ CHECKLY_API_URL: url })).toThrow(
      expect.objectContaining({ constructor: ConfigError, message }),
    );
  });
});
