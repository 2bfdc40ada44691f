/** A call that every waiting client has left is aborted; one that somebody still waits for is not. */

import { expect, test } from 'vitest';
import { createTestGateway, demoHeaders } from '../support/test-gateway.ts';
import { createAccountWorld, toCall } from './account-world.ts';

function createWaitingWorld() {
  const aborted: string[] = [];
  const world = createAccountWorld(async (path, _nth, _headers, signal) => {
    if (path === '/first') return new Response('[]');
    signal.addEventListener('abort', () => aborted.push(path));
    await world.clock.sleep(5_000);
    return new Response('[]');
  });
  return { world, aborted };
}

test('the last who waits aborts the call, and the next one makes a call of its own', async () => {
  const { world, aborted } = createWaitingWorld();
  await world.account.call(toCall('/first'));
  const calls = ['one', 'two'].map((callerId) => world.account.call(toCall('/a', { callerId })));
  await world.clock.advance(100);
  await world.account.leave('one');
  await world.clock.advance(100);
  expect([aborted, world.calls]).toEqual([[], ['/first', '/a']]);
  await world.account.leave('two');
  await world.clock.advance(100);
  expect(aborted).toEqual(['/a']);
  const next = await world.clock.run(world.account.call(toCall('/a', { callerId: 'three' })));
  expect([next.result.kind, world.calls]).toEqual(['answer', ['/first', '/a', '/a']]);
  const left = await Promise.all(calls);
  expect(left.map(({ result }) => result)).toEqual([
    { kind: 'failure', failure: { kind: 'cancelled' } },
    { kind: 'failure', failure: { kind: 'cancelled' } },
  ]);
});

test('a call that a refresh behind a response waits for goes on', async () => {
  const { world, aborted } = createWaitingWorld();
  await world.account.call(toCall('/first'));
  const refresh = world.account.call(toCall('/a', { callerId: null }));
  const joined = world.account.call(toCall('/a', { callerId: 'one' }));
  await world.clock.advance(100);
  await world.account.leave('one');
  expect((await world.clock.run(Promise.all([refresh, joined]))).map(({ result }) => result.kind)).toEqual([
    'answer',
    'answer',
  ]);
  expect(aborted).toEqual([]);
});

test('an abandoned first call of a credential does not fail those that wait for it', async () => {
  const { world } = createWaitingWorld();
  const first = world.account.call(toCall('/a', { callerId: 'one' }));
  const second = world.account.call(toCall('/b', { callerId: 'two' }));
  await world.clock.advance(100);
  await world.account.leave('one');
  const replies = await world.clock.run(Promise.all([first, second]));
  expect(replies.map(({ result }) => result.kind)).toEqual(['failure', 'answer']);
});

test('a client that closes its connection ends its upstream calls, makes no more, and leaves no failure in the log', async () => {
  let calls = 0;
  let aborted = 0;
  const gateway = createTestGateway({
    emulator: { sessions: 250 },
    between: ({ signal }) => {
      calls += 1;
      signal.addEventListener('abort', () => {
        aborted += 1;
      });
      return new Promise(() => {});
    },
  });
  const client = new AbortController();
  const query = encodeURIComponent('{ testSessions(first: 200) { nodes { id } } }');
  const request = new Request(`https://gateway.example/graphql?query=${query}`, {
    headers: { accept: 'application/json', ...demoHeaders },
    signal: client.signal,
  });
  const answered = gateway.fetchNow(request);
  answered.catch(() => {});
  await gateway.clock.advance(1_000);
  expect([calls, aborted]).toEqual([1, 0]);
  client.abort();
  await gateway.clock.advance(100);
  expect([calls, aborted]).toEqual([1, 1]);
  await gateway.clock.run(answered.catch(() => {}));
  await gateway.settle();
  expect(gateway.log.filter(({ message }) => message !== 'GraphQL request.')).toEqual([]);
});
