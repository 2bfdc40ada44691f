/** What one client may ask: who a client is, what a request costs it, and what it is told when it has asked for too much. */

import { env } from 'cloudflare:workers';
import { describe, expect, test } from 'vitest';
import { bothKey, demoAccountId, demoKey, otherAccountId } from '../../emulator/accounts.ts';
import { type RateLimiter, toUnits } from '../../src/client-limit.ts';
import { bearer, createJwtWorld, createSigningKey, signJwt, toKeySet } from '../credentials/jwt-issuer.ts';
import {
  createTestGateway,
  demoHeaders,
  type TestGatewayOptions,
  toRequest,
} from '../support/test-gateway.ts';
import { selectAll } from './select-all.ts';

const list = '{ testSessions(first: 1) { nodes { id } } }';
/** Weighs some 30,000 and may need 60 calls, which is more: six units. */
const heavy = `{ ${['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l']
  .map((alias) => `${alias}: testSessions(first: 500) { nodes { id name status url } }`)
  .join(' ')} }`;

interface CountingLimiter extends RateLimiter {
  /** In the order of calls. */
  readonly keys: string[];
}

/** `allowed` calls for each key. */
function createLimiter(allowed = Number.POSITIVE_INFINITY): CountingLimiter {
  const keys: string[] = [];
  return {
    keys,
    async limit({ key }) {
      keys.push(key);
      return { success: keys.filter((each) => each === key).length <= allowed };
    },
  };
}

function createLimitedGateway(allowed?: number, options: TestGatewayOptions = {}) {
  const limiter = createLimiter(allowed);
  const gateway = createTestGateway({ ...options, clientLimiter: limiter });
  /** The client that a request counts for, and how often. */
  const charge = async (headers: Readonly<Record<string, string>>, query = list) => {
    const before = limiter.keys.length;
    await gateway.ask(query, { headers });
    const keys = limiter.keys.slice(before);
    expect(new Set(keys).size).toBe(1);
    return { client: keys[0], units: keys.length };
  };
  return { ...gateway, limiter, charge };
}

const refusal = {
  message: 'This client has asked for too much in a short time; wait, or ask for less at a time.',
  extensions: { code: 'RATE_LIMITED', retryAfter: 60 },
};

describe('a client that has asked for too much', () => {
  test('is refused with 429, told when to come back, and costs no more', async () => {
    const gateway = createLimitedGateway(2);
    const from = { ...demoHeaders, 'cf-connecting-ip': '192.0.2.1' };
    const strange = { 'cf-connecting-ip': '192.0.2.1', authorization: 'Bearer gw_unknown_token_00000000' };
    for (const expected of [401, 401, 429, 429]) {
      expect((await gateway.ask(list, { headers: strange })).status).toBe(expected);
    }
    // Its key is not accepted yet, so it is known by the same address.
    const { status, headers, data, errors } = await gateway.ask(list, { headers: from });
    expect([status, data, errors]).toEqual([429, null, [refusal]]);
    expect([headers.get('retry-after'), headers.get('cache-control')]).toEqual(['60', 'no-store']);
    expect(gateway.upstreamCalls()).toBe(0);
    expect(gateway.log.at(-1)).toMatchObject({ status: 429, errorCodes: ['RATE_LIMITED'], upstreamCalls: 0 });
  });

  test('by the cost of one request is refused before it is executed, and the request is paid for once', async () => {
    const gateway = createLimitedGateway(3);
    const { status, headers, data, errors } = await gateway.ask(heavy);
    expect([status, headers.get('retry-after'), data, errors]).toEqual([429, '60', null, [refusal]]);
    expect([gateway.upstreamCalls(), gateway.limiter.keys.length]).toEqual([0, 6]);
    expect(gateway.log.at(-1)).toMatchObject({ status: 429, errorCodes: ['RATE_LIMITED'], cost: 0 });
  });

  test.each(['application/json', 'application/graphql-response+json'])(
    'gets the status with %s, too',
    async (accept) => {
      const gateway = createLimitedGateway(3);
      const answer = await gateway.ask(heavy, { headers: { ...demoHeaders, accept } });
      expect([answer.status, answer.errors]).toEqual([429, [refusal]]);
    },
  );

  test('gets no subscription either', async () => {
    const gateway = createLimitedGateway(0);
    const request = toRequest('subscription { testSessionCompleted(id: "x") { id } }', {
      headers: { ...demoHeaders, accept: 'text/event-stream' },
    });
    const response = await gateway.fetch(request);
    expect([response.status, response.headers.get('retry-after')]).toEqual([429, '60']);
  });
});

describe('a request costs', () => {
  test('a unit when it is light, also when nothing of it is executed', async () => {
    const gateway = createLimitedGateway();
    expect((await gateway.charge(demoHeaders)).units).toBe(1);
    await gateway.settle();
    expect((await gateway.charge(demoHeaders)).units).toBe(1);
    expect((await gateway.charge(demoHeaders, '{ nothing }')).units).toBe(1);
    expect((await gateway.charge(demoHeaders, '{ __typename }')).units).toBe(1);
  });

  test('more by its cost when it is executed, and a unit when its response is cached', async () => {
    const gateway = createLimitedGateway();
    expect((await gateway.charge(demoHeaders, heavy)).units).toBe(6);
    await gateway.settle();
    const before = gateway.limiter.keys.length;
    const again = await gateway.ask(heavy);
    expect(again.headers.get('cache-status')).toMatch(/^gateway-responses; hit/);
    expect(gateway.limiter.keys.length - before).toBe(1);
  });

  test('what docs/operate.md says', async () => {
    const { charge } = createLimitedGateway(undefined, { emulator: { sessions: 3 } });
    const units = async (query: string) => (await charge(demoHeaders, query)).units;
    const fields = selectAll('TestSession', (type, field) =>
      type === 'TestSessionErrorGroup' ? field === 'id' : field !== 'results',
    );
    const listed = `edges { cursor node { ${fields} } } nodes { ${fields} } pageInfo { hasNextPage endCursor }`;
    const row = 'id name status provider url startedAt stoppedAt durationMs counts { total passed failed }';
    expect(await units(`{ testSessions { nodes { ${row} } pageInfo { hasNextPage endCursor } } }`)).toBe(1);
    expect(await units(`{ testSessions(first: 500) { ${listed} } }`)).toBe(13);
    const ids = Array.from({ length: 100 }, (_, i) => `{__typename: "TestSession", sessionId: "${i}"}`);
    expect(await units(`{ _entities(representations: [${ids}]) { ... on TestSession { name } } }`)).toBe(10);
  });

  test.each([
    [0, 0, 1],
    [10_000, 10, 1],
    [10_001, 1, 2],
    [1, 11, 2],
    [500_000, 500, 50],
    [10_000_000, 100_000, 50],
    [Number.POSITIVE_INFINITY, 0, 50],
  ])('of weight %d and %d calls: %d units', (weight, calls, units) => {
    expect(toUnits({ weight, calls })).toBe(units);
  });
});

describe('a client is', () => {
  const [tokenA, tokenB] = ['gw_aaaaaaaaaaaaaaaaaaaa', 'gw_bbbbbbbbbbbbbbbbbbbb'];
  const held = { key: demoKey, account: demoAccountId };
  const vars = { GATEWAY_TOKENS: JSON.stringify({ [tokenA]: held, [tokenB]: held }) };
  const at = (address: string) => ({ 'cf-connecting-ip': address });

  test('a gateway token, wherever it comes from', async () => {
    const { charge } = createLimitedGateway(undefined, { vars });
    const { client } = await charge({ ...bearer(tokenA), ...at('192.0.2.1') });
    expect((await charge({ ...bearer(tokenA), ...at('192.0.2.2') })).client).toBe(client);
    expect((await charge({ ...bearer(tokenB), ...at('192.0.2.1') })).client).not.toBe(client);
  });

  test('whom a JWT names', async () => {
    const limiter = createLimiter();
    const key = await createSigningKey('k1');
    const gateway = createJwtWorld(toKeySet(key), {}, limiter);
    for (const claims of [
      { sub: 'ada' },
      { sub: 'ada', jti: '2' },
      { sub: 'grace' },
      { sub: '', common_name: 'ada' },
    ]) {
      await gateway.ask(list, { headers: bearer(await signJwt(key, claims)) });
    }
    const [ada, again, grace, service] = limiter.keys;
    expect([ada === again, new Set([ada, grace, service]).size]).toEqual([true, 3]);
  });

  test('a key and account, once Checkly has accepted them', async () => {
    const { charge, settle } = createLimitedGateway();
    const reader = { authorization: `Bearer ${bothKey}`, 'x-checkly-account': demoAccountId };
    const address = await charge({ ...reader, ...at('192.0.2.1') });
    await settle();
    const known = await charge({ ...reader, ...at('192.0.2.1') });
    expect(known.client).not.toBe(address.client);
    expect((await charge({ ...reader, ...at('192.0.2.2') })).client).toBe(known.client);
    const elsewhere = { ...reader, 'x-checkly-account': otherAccountId };
    expect((await charge({ ...elsewhere, ...at('192.0.2.1') })).client).toBe(address.client);
  });

  test('an address for invented keys, unknown tokens, the public and nobody', async () => {
    const publicVars = {
      CHECKLY_API_KEY: demoKey,
      CHECKLY_ACCOUNT_ID: demoAccountId,
      PUBLIC_ACCESS: 'emulator-demo',
    };
    const { charge } = createLimitedGateway(undefined, { vars: publicVars });
    const from = at('192.0.2.1');
    const { client } = await charge(from);
    for (const invented of ['cu_one', 'cu_two', 'gw_unknown_token_00000000', 'a.b.c']) {
      const headers = { ...bearer(invented), 'x-checkly-account': demoAccountId, ...from };
      expect((await charge(headers)).client).toBe(client);
      expect((await charge(headers)).client).toBe(client);
    }
    expect((await charge(at('192.0.2.2'))).client).not.toBe(client);
  });

  test.each([
    ['2001:db8:1:2::1', '2001:0DB8:0001:0002:ffff:ffff:ffff:ffff', true],
    ['2001:db8::1', '2001:db8:0:0:1::', true],
    ['2001:db8:1:2::1', '2001:db8:1:3::1', false],
    ['::1', '::2', true],
    ['192.0.2.1', '192.0.2.10', false],
  ])('at %s the one at %s: %s', async (one, other, isSame) => {
    const { charge } = createLimitedGateway();
    const { client } = await charge(at(one));
    expect((await charge(at(other))).client === client).toBe(isSame);
  });

  test('named to the binding by a keyed hash, never by a credential or an address', async () => {
    const { charge, limiter } = createLimitedGateway(undefined, { vars });
    for (const headers of [demoHeaders, bearer(tokenA), at('192.0.2.1')]) await charge(headers);
    expect(limiter.keys.filter((key) => !/^[0-9a-f]{64}$/.test(key))).toEqual([]);
  });
});

test('where the binding fails, requests are answered and the log says so', async () => {
  const broken: RateLimiter = { limit: () => Promise.reject(new Error('down')) };
  const gateway = createTestGateway({ clientLimiter: broken });
  expect((await gateway.ask(list)).errors).toEqual([]);
  expect(gateway.log[0]).toEqual({
    level: 'error',
    requestId: 'request-1',
    message: 'The client limiter cannot be reached.',
    error: 'Error: down',
  });
});

test('the runtime’s own binding refuses a client, and no other', async () => {
  const binding: unknown = Reflect.get(env, 'LOCAL_LIMITER');
  if (!isRateLimiter(binding)) throw new Error('vitest.config.ts binds LOCAL_LIMITER');
  const gateway = createTestGateway({ clientLimiter: binding });
  const ask = (address: string) =>
    gateway.ask('{ __typename }', { headers: { 'cf-connecting-ip': address } });
  const statuses: number[] = [];
  // Ten are allowed in a minute, and a minute may end in between.
  while (statuses.length < 21 && !statuses.includes(429)) statuses.push((await ask('192.0.2.1')).status);
  expect(statuses.slice(-2)).toEqual([200, 429]);
  expect((await ask('192.0.2.2')).status).toBe(200);
});

function isRateLimiter(value: unknown): value is RateLimiter {
  return typeof value === 'object' && value !== null && typeof Reflect.get(value, 'limit') === 'function';
}
