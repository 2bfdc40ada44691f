/** The account as a Durable Object of its own in workerd: what its calls share, and what outlives its memory. */

import { evictDurableObject, runInDurableObject } from 'cloudflare:test';
import { afterEach, describe, expect, test } from 'vitest';
import type { AccountObject } from '../../src/worker.ts';
import { accountId, toCall, toOwner } from './account-world.ts';
import { answerObjects, newObjectName, openObject, restoreObjects, wait } from './object-world.ts';

afterEach(restoreObjects);

async function readStorage(stub: DurableObjectStub<AccountObject>): Promise<unknown> {
  return runInDurableObject(stub, async (_object, { storage }) => Object.fromEntries(await storage.list()));
}

async function call(stub: DurableObjectStub<AccountObject>, ...asked: Parameters<typeof toCall>) {
  const { result } = await stub.call(toCall(...asked));
  return result.kind === 'answer' ? result.text : result;
}

describe('calls at once', () => {
  test('that ask the same make one upstream call, whose text is passed on as it is', async () => {
    const text = '<!doctype html> no JSON,\u0000 "{" and ünïcödé 🦝\n';
    const calls = answerObjects(async () => {
      await wait(20);
      return new Response(text);
    });
    const stub = openObject();
    const texts = await Promise.all(Array.from({ length: 50 }, () => call(stub, '/a?b=1')));
    expect(texts).toEqual(Array(50).fill(text));
    expect(calls).toEqual(['/a?b=1']);
  });

  test('of two credentials are never collapsed', async () => {
    const calls = answerObjects(async (request) => {
      await wait(20);
      return new Response(request.headers.get('authorization'));
    });
    const stub = openObject();
    const texts = await Promise.all(
      Array.from({ length: 20 }, (_, i) => call(stub, '/a', { partition: i % 2 ? 'first' : 'second' })),
    );
    expect(texts).toEqual(Array.from({ length: 20 }, (_, i) => `Bearer cu_${i % 2 ? 'first' : 'second'}`));
    expect(calls).toEqual(['/a', '/a']);
  });

  test('of another variant are made anew', async () => {
    const calls = answerObjects(async (_request, nth) => {
      await wait(20);
      return new Response(`${nth}`);
    });
    const stub = openObject();
    await call(stub, '/first');
    const asked = [call(stub, '/a'), call(stub, '/a', { variant: 'x' }), call(stub, '/a', { variant: 'x' })];
    const [plain, variant, same] = await Promise.all(asked);
    expect([plain === variant, variant === same, calls.length]).toEqual([false, true, 3]);
  });

  test('from two callers’ own connections are collapsed as well', async () => {
    const calls = answerObjects(async () => {
      await wait(20);
      return new Response('[]');
    });
    const name = newObjectName();
    await Promise.all(Array.from({ length: 50 }, () => call(openObject(name), '/a')));
    expect(calls).toEqual(['/a']);
  });
});

test('600 calls are made in a minute, and one past them is told when to come back', async () => {
  const calls = answerObjects(() => new Response('[]'));
  const stub = openObject();
  const results = await Promise.all(Array.from({ length: 601 }, (_, i) => call(stub, `/${i}`)));
  const failure = { kind: 'rate-limited', retryAfterSeconds: expect.any(Number) };
  expect(calls).toHaveLength(600);
  expect(results.filter((result) => result !== '[]')).toEqual([{ kind: 'failure', failure }]);
});

describe('after its memory is gone', () => {
  test('the acceptance and the purge of an accepted account are known', async () => {
    answerObjects(() => new Response('[]'));
    const stub = openObject();
    await call(stub, '/a');
    expect(await stub.purge()).toBe(0);
    const before = await stub.readStanding('first');
    await evictDurableObject(stub);
    expect(await stub.readStanding('first')).toEqual(before);
    expect([before.acceptedAt > 0, before.purgedAt > 0]).toEqual([true, true]);
    expect(await stub.purge()).toBeGreaterThan(0);
  });

  test('so is a refusal', async () => {
    answerObjects((_request, nth) => new Response('[]', { status: nth === 1 ? 200 : 401 }));
    const stub = openObject();
    await call(stub, '/a');
    await call(stub, '/b');
    await evictDurableObject(stub);
    expect(await stub.readStanding('first')).toEqual({ acceptedAt: 0, purgedAt: 0 });
  });

  test('the credential is not asked about again within its validity', async () => {
    const calls = answerObjects(() => Response.json({ id: accountId }));
    const stub = openObject();
    await stub.verify(toOwner());
    await evictDurableObject(stub);
    expect((await stub.verify(toOwner())).result).toEqual({ kind: 'accepted' });
    expect(calls).toEqual([`/next/accounts/${accountId}`]);
  });
});

describe('storage', () => {
  test('holds the purge time and the acceptances, and no key', async () => {
    answerObjects(() => new Response('[]'));
    const stub = openObject();
    await call(stub, '/a');
    const { acceptedAt } = await stub.readStanding('first');
    expect(await readStorage(stub)).toEqual({ account: { purgedAt: 0, acceptedAt: { first: acceptedAt } } });
  });

  test('of a thousand invented accounts is empty', async () => {
    const calls = answerObjects(() => new Response('{"message":"no"}', { status: 401 }));
    const stubs = Array.from({ length: 1_000 }, () => openObject());
    for (const stub of stubs) {
      await Promise.all([stub.readStanding('first'), call(stub, '/a'), stub.verify(toOwner()), stub.purge()]);
    }
    const stored = [];
    for (const stub of stubs) stored.push(await readStorage(stub));
    expect(stored).toEqual(Array(1_000).fill({}));
    expect(calls.length).toBeLessThanOrEqual(2_000);
  }, 60_000);

  test('of an account with a thousand refused credentials is empty', async () => {
    answerObjects(() => new Response('', { status: 401 }));
    const stub = openObject();
    for (let i = 0; i < 1_000; i += 1) await call(stub, '/a', { partition: `unknown-${i}` });
    expect(await readStorage(stub)).toEqual({});
  });
});
