/** The keys of JWTs' issuer: when they are read, how they rotate, and what an outage of theirs costs. */

import { describe, expect, test } from 'vitest';
import { demoAccountId } from '../../emulator/accounts.ts';
import { toRequest } from '../support/test-gateway.ts';
import {
  bearer,
  createJwtWorld,
  createSigningKey,
  keySetUrl,
  signJwt,
  startSeconds,
  toKeySet,
} from './jwt-issuer.ts';

const query = '{ testSessions(first: 1) { nodes { account { id } } } }';
const answered = { testSessions: { nodes: [{ account: { id: demoAccountId } }] } };
const first = await createSigningKey('k1');
const second = await createSigningKey('k2');
const week = { exp: startSeconds + 7 * 86_400 };
const byFirst = bearer(await signJwt(first, week));
const bySecond = bearer(await signJwt(second, week));
const headers = { headers: byFirst };

const unverifiable = {
  message: "The JWT cannot be verified for now: its issuer's keys cannot be read.",
  path: ['testSessions'],
  extensions: { code: 'UPSTREAM_UNAVAILABLE', retryAfter: 5 },
};
const failureLine = (level: string, failure: string) => ({
  level,
  message: "The keys of the JWTs' issuer cannot be read.",
  failure,
});

describe('keys are read', () => {
  test('once in ten minutes, however many tokens come', async () => {
    const gateway = createJwtWorld(toKeySet(first));
    for (const _poll of [1, 2, 3]) expect((await gateway.ask(query, headers)).data).toEqual(answered);
    await gateway.clock.advance(599_999);
    await gateway.ask(query, { headers: bearer(await signJwt(first, { ...week, jti: 'other' })) });
    expect(gateway.keyReads()).toBe(1);
    await gateway.clock.advance(1);
    expect((await gateway.ask(query, headers)).data).toEqual(answered);
    expect(gateway.keyReads()).toBe(2);
  });

  test('once by many requests at a cold start, who all wait for them', async () => {
    const gateway = createJwtWorld(toKeySet(first));
    gateway.publish(async () => {
      await gateway.clock.sleep(500);
      return new Response(toKeySet(first));
    });
    const asked = Promise.all(Array.from({ length: 20 }, () => gateway.fetchNow(toRequest(query, headers))));
    const statuses = (await gateway.clock.run(asked)).map(({ status }) => status);
    expect([new Set(statuses), gateway.keyReads()]).toEqual([new Set([200]), 1]);
  });

  test('with no credential of anybody, and no further than their address', async () => {
    const gateway = createJwtWorld('');
    const seen: unknown[] = [];
    gateway.publish((request) => {
      seen.push([request.method, request.url, [...request.headers]]);
      return Response.redirect('https://evil.example/keys', 302);
    });
    expect((await gateway.ask(query, headers)).errors).toEqual([unverifiable]);
    expect(seen).toEqual([['GET', keySetUrl, [['accept', 'application/json']]]]);
  });
});

describe('keys rotate', () => {
  test('a token of a new key is taken as soon as its key is published', async () => {
    const gateway = createJwtWorld(toKeySet(first));
    expect((await gateway.ask(query, headers)).status).toBe(200);
    gateway.publish(toKeySet(first, second));
    await gateway.clock.advance(5_000);
    expect((await gateway.ask(query, { headers: bySecond })).data).toEqual(answered);
    expect((await gateway.ask(query, headers)).data).toEqual(answered);
    expect(gateway.keyReads()).toBe(2);
  });

  test('a key that is withdrawn ends its tokens with the next reading, those verified before included', async () => {
    const gateway = createJwtWorld(toKeySet(first, second));
    expect((await gateway.ask(query, headers)).status).toBe(200);
    gateway.publish(toKeySet(second));
    await gateway.clock.advance(599_999);
    expect((await gateway.ask(query, headers)).status).toBe(200);
    await gateway.clock.advance(1);
    expect((await gateway.ask(query, headers)).status).toBe(401);
    expect((await gateway.ask(query, { headers: bySecond })).status).toBe(200);
  });

  test('key ids that tokens invent cause one reading in five seconds', async () => {
    const gateway = createJwtWorld(toKeySet(first));
    await gateway.ask(query, headers);
    const ask = async (kid: string) => {
      const token = await signJwt({ ...second, kid });
      return (await gateway.ask(query, { headers: bearer(token) })).status;
    };
    for (const kid of ['a', 'b', 'c']) expect(await ask(kid)).toBe(401);
    expect(gateway.keyReads()).toBe(1);
    await gateway.clock.advance(5_000);
    for (const kid of ['d', 'e', 'f']) expect(await ask(kid)).toBe(401);
    expect(gateway.keyReads()).toBe(2);
  });
});

describe('while the keys cannot be read', () => {
  const hang = () => new Promise<Response>(() => {});

  test.each<[string, () => Response | Promise<Response>, string]>([
    ['unreachable', () => Promise.reject(new Error('refused')), 'it cannot be reached or is not a JWK Set'],
    ['silent', hang, 'it does not answer in time'],
    ['failing', () => new Response('', { status: 503 }), 'status 503 instead of 200'],
    ['a page', () => new Response('<html>'), 'it cannot be reached or is not a JWK Set'],
    ['no keys', () => Response.json({ keys: [] }), 'it cannot be reached or is not a JWK Set'],
    ['no set', () => Response.json({ keys: 'x' }), 'it cannot be reached or is not a JWK Set'],
    [
      'too large',
      () => new Response(`${toKeySet(first)}${' '.repeat(65_536)}`),
      'it has more than 65536 bytes',
    ],
  ])(
    'a cold gateway says so, when their address is %s, and asks again after five seconds',
    async (_case, answer, failure) => {
      const gateway = createJwtWorld('');
      gateway.publish(answer);
      for (const _try of [1, 2]) {
        const { status, data, errors } = await gateway.ask(query, headers);
        expect([status, data, errors]).toEqual([200, { testSessions: null }, [unverifiable]]);
      }
      expect([gateway.keyReads(), gateway.upstreamCalls()]).toEqual([1, 0]);
      expect(gateway.log.filter(({ failure: told }) => told !== undefined)).toEqual([
        failureLine('error', failure),
      ]);
      gateway.publish(toKeySet(first));
      await gateway.clock.advance(5_000);
      expect((await gateway.ask(query, headers)).data).toEqual(answered);
    },
  );

  test('the last good ones serve for a day', async () => {
    const gateway = createJwtWorld(toKeySet(first));
    expect((await gateway.ask(query, headers)).status).toBe(200);
    gateway.publish(hang);
    await gateway.clock.advance(86_399_999 - 3_000);
    expect((await gateway.ask(query, headers)).data).toEqual(answered);
    expect(gateway.log.filter(({ level }) => level === 'warn')).toEqual([
      failureLine('warn', 'it does not answer in time'),
    ]);
    await gateway.clock.advance(5_000);
    expect((await gateway.ask(query, headers)).errors).toEqual([unverifiable]);
  });

  test('one request in five seconds waits for them, the others do not', async () => {
    const gateway = createJwtWorld(toKeySet(first));
    await gateway.ask(query, headers);
    gateway.publish(hang);
    await gateway.clock.advance(600_000);
    const startedAt = gateway.clock.now();
    const waited: number[] = [];
    const ask = async () => {
      await gateway.fetchNow(toRequest(query, headers));
      waited.push(gateway.clock.now() - startedAt);
    };
    await gateway.clock.run(Promise.all([ask(), ask(), ask()]));
    expect([waited, gateway.keyReads()]).toEqual([[0, 0, 3_000], 2]);
  });

  test('other credentials read on', async () => {
    const gateway = createJwtWorld('');
    gateway.publish(hang);
    expect((await gateway.ask(query)).data).toEqual(answered);
  });
});
