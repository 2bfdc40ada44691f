/** A repeated query comes back as text, without being executed, and never where that would change the answer. */

import { describe, expect, test } from 'vitest';
import { bothKey, demoAccountId } from '../emulator/accounts.ts';
import { toGet } from '../support/get-request.ts';
import { type Ask, createStage, demoHeaders, type Stage, type StageIsolate } from '../support/stage.ts';

const query = `query Page($first: Int!, $branches: [String!]) {
  testSessions(first: $first, filter: {branches: $branches}) { nodes { id name } }
}`;
const variables = { first: 2, branches: ['main'] };

async function createWarmStage(): Promise<Stage> {
  const stage = createStage();
  await stage.ask(query, { variables });
  await stage.settle();
  return stage;
}

async function tierOf(isolate: StageIsolate, text: string, options: Ask = { variables }) {
  return ((await isolate.ask(text, options)).headers.get('cache-status') ?? '').split(/[;,]/)[0];
}

describe('is served', () => {
  test.each([
    ['the same', query],
    ['other spaces', query.replaceAll(/\s+/g, '  \n\t')],
    ['commas between', query.replace('id name', 'id, name,')],
    ['comments', `# mine\n${query.replace('nodes', '# theirs\n nodes')}`],
  ])('for %s', async (_case, text) => {
    expect(await tierOf(await createWarmStage(), text)).toBe('gateway-answers');
  });

  test('for variables in another order', async () => {
    const reordered = { branches: ['main'], first: 2 };
    expect(await tierOf(await createWarmStage(), query, { variables: reordered })).toBe('gateway-answers');
  });

  test('with the same data, content type and ETag as when it was executed', async () => {
    const stage = createStage();
    const text = '{ testSessions(first: 2) { nodes { id } } }';
    const executed = await stage.fetch(toGet(text));
    const whole = await stage.fetch(toGet(text));
    expect(whole.headers.get('cache-status')).toMatch(/^gateway-answers; hit/);
    for (const name of ['content-type', 'etag', 'cache-control', 'age', 'vary']) {
      expect([name, whole.headers.get(name)]).toEqual([name, executed.headers.get(name)]);
    }
    const [a, b] = await Promise.all([executed.json(), whole.json()]);
    expect(b).toEqual({ ...Object(a), extensions: { cost: { upstreamCalls: 0, savedCalls: 1 } } });
  });
});

describe('is not served', () => {
  test.each<[string, string, Ask]>([
    ['for other variables', query, { variables: { ...variables, first: 3 } }],
    ['for variables of another list', query, { variables: { ...variables, branches: ['main', 'dev'] } }],
    ['for another selection', query.replace('name', 'status'), { variables }],
    [
      'for spaces inside a string',
      query.replace('$branches})', '["main "]})').replace(', $branches: [String!]', ''),
      { variables: { first: 2 } },
    ],
    [
      'for another Accept',
      query,
      { variables, headers: { ...demoHeaders, accept: 'application/graphql-response+json' } },
    ],
    ['with the debug header', query, { variables, headers: { ...demoHeaders, 'x-gateway-debug': '1' } }],
    ['for no-cache', query, { variables, headers: { ...demoHeaders, 'cache-control': 'no-cache' } }],
    ['for no-store', query, { variables, headers: { ...demoHeaders, 'cache-control': 'no-store' } }],
    [
      'for another key',
      query,
      { variables, headers: { authorization: `Bearer ${bothKey}`, 'x-checkly-account': demoAccountId } },
    ],
  ])('%s', async (_case, text, options) => {
    expect(await tierOf(await createWarmStage(), text, options)).not.toBe('gateway-answers');
  });

  test('for a wrong credential', async () => {
    const stage = await createWarmStage();
    for (const authorization of ['', 'Bearer cu_nobody', 'Basic x']) {
      const answer = await stage.ask(query, { variables, headers: { ...demoHeaders, authorization } });
      expect([answer.status, answer.data]).toEqual([401, { testSessions: null }]);
    }
  });

  test('once a page that it was made from is no longer fresh', async () => {
    const stage = createStage({ emulator: { sessions: 0 } });
    await stage.ask(query, { variables });
    // Whether the account was purged is looked for each 5 s, which takes the longer way once.
    await stage.clock.advance(9_999);
    await stage.ask(query, { variables });
    expect(await tierOf(stage, query)).toBe('gateway-answers');
    await stage.clock.advance(1);
    expect(await tierOf(stage, query)).toBe('gateway-memory');
  });

  test('past the lease, until upstream took the credential again', async () => {
    const stage = createStage();
    const settled = '{ testSessions(first: 1, filter: {to: "2026-11-20T00:00:00Z"}) { nodes { id } } }';
    await stage.ask(settled);
    await stage.clock.advance(59_000);
    await stage.ask(settled);
    expect(await tierOf(stage, settled, {})).toBe('gateway-answers');
    await stage.clock.advance(1_000);
    expect(await tierOf(stage, settled, {})).toBe('gateway-memory');
    expect(await tierOf(stage, settled, {})).toBe('gateway-answers');
    expect(stage.upstreamCalls()).toBe(2);
  });

  test('for an answer with errors, nor for one that nothing of upstream’s is in', async () => {
    const stage = createStage();
    const failing =
      '{ a: testSessions(first: -1) { nodes { id } } b: testSessions(first: 1) { nodes { id } } }';
    for (const text of [failing, '{ __typename }', '{ nothing }']) {
      await stage.ask(text, {});
      expect(await tierOf(stage, text, {})).not.toBe('gateway-answers');
    }
  });

  test('for an answer that was stale when it was made', async () => {
    const stage = await createWarmStage();
    await stage.clock.advance(20_000);
    expect(await tierOf(stage, query)).toBe('gateway-memory');
    await stage.settle();
    expect(await tierOf(stage, query)).toBe('gateway-memory');
    expect(await tierOf(stage, query)).toBe('gateway-answers');
  });
});
