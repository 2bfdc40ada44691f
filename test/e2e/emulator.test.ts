import { readFile } from 'node:fs/promises';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createEmulator, demoAccountId, otherAccountId } from '../../emulator/emulator.ts';
import { createClient, idsOn } from '../../emulator/emulator-client.ts';
import { type EmulatorServer, startEmulator } from '../../emulator/server.ts';

interface Contract {
  readonly paths: Readonly<Record<string, { readonly get: { readonly responses: object } }>>;
}

const contractUrl = new URL('../../emulator/openapi.json', import.meta.url);

describe('the contract', async () => {
  const contract: Contract = JSON.parse(await readFile(contractUrl, 'utf8'));
  const validate = createValidator(contract);
  const paths = readPaths(contract);
  const nowMs = Date.parse('2026-11-24T12:00:00.000Z');
  const clock = { nowMs };
  const emulator = createEmulator({
    now: () => clock.nowMs,
    sleep: async (ms) => {
      clock.nowMs += ms;
    },
    requestsPerMinute: null,
  });
  const client = createClient(emulator);

  test.each(['null', 'absent', 'empty-page'] as const)(
    'holds for every page of the list: %s',
    async (lastPage) => {
      emulator.reset({ lastPage });
      for (const page of await client.walk('limit=100')) validate('ListTestSessionsResponse', page.body);
    },
  );

  test('holds for every detail, its error groups and its completion', async () => {
    emulator.reset();
    const groupIds = new Set<unknown>();
    for (const entry of (await client.walk('limit=100')).flatMap((page) => page.entries)) {
      const { body } = await client.get(`/v1/test-sessions/${entry.id}`);
      validate('FindOneTestSessionResponse', body);
      if (Array.isArray(body.errorGroupIds)) for (const groupId of body.errorGroupIds) groupIds.add(groupId);
      if (entry.status === 'RUNNING') continue;
      const completion = await client.get(`/v1/test-sessions/${entry.id}/completion`);
      validate('AwaitTestSessionCompletionResponse', completion.body);
    }
    expect(groupIds.size).toBeGreaterThan(20);
    for (const groupId of groupIds) {
      validate('TestSessionErrorGroup', (await client.get(`/v1/test-session-error-groups/${groupId}`)).body);
    }
  });

  test('holds for the results of sessions, and their files', async () => {
    emulator.reset({ sessions: 60 });
    let cut = 0;
    for (const { id } of (await client.list('limit=60')).entries) {
      const path = `/v1/test-sessions/${id}`;
      const { results } = (await client.get(path)).body;
      if (!Array.isArray(results)) throw new Error('A detail has results.');
      for (const { testSessionResultId } of results) {
        const { body } = await client.get(`${path}/results/${testSessionResultId}`);
        validate('FindOneTestSessionResultResponse', body);
        const assets = await client.get(`${path}/results/${testSessionResultId}/assets`);
        validate('AssetManifest', assets.body);
        if (assets.body.truncated === true) cut += 1;
      }
      for (const part of [`/${demoAccountId}`, '/none', `/${demoAccountId}/assets?type=robot`])
        validate('ApiError', (await client.get(`${path}/results${part}`)).body);
    }
    expect(cut).toBeGreaterThan(0);
  });

  test('holds for the lists of error groups', async () => {
    emulator.reset({ sessions: 0, errorGroups: 130 });
    const projectIds = new Set<unknown>();
    for (const page of [1, 2, 3]) {
      const { body, groups } = await client.errorGroups(`limit=100&page=${page}`);
      expect(groups).toHaveLength([100, 30, 0][page - 1] ?? 0);
      validate('TestSessionErrorGroupsList', body);
      for (const { projectId } of groups) projectIds.add(projectId);
    }
    for (const projectId of projectIds) {
      if (typeof projectId !== 'string') continue;
      const { body, groups } = await client.projectErrorGroups(projectId);
      expect(groups.length).toBeGreaterThan(0);
      validate('TestSessionErrorGroupsList', body);
    }
    for (const path of ['?limit=0', '?page=0', '/projects/none', '/none', `/${demoAccountId}`]) {
      validate('ApiError', (await client.get(`/v1/test-session-error-groups${path}`)).body);
    }
  });

  test('holds for error groups that are added with nothing', async () => {
    emulator.reset({ sessions: 0, errorGroups: 0 });
    emulator.addErrorGroups([{}, { projectId: demoAccountId }]);
    validate('TestSessionErrorGroupsList', (await client.errorGroups()).body);
  });

  test('holds for the account, and for its refusals', async () => {
    emulator.reset({ sessions: 0 });
    validate('Account', (await client.get(`/next/accounts/${demoAccountId}`)).body);
    const refusals = await Promise.all([
      client.get('/next/accounts/mine'),
      client.get(`/next/accounts/${demoAccountId}`, {}),
      client.get(`/next/accounts/${otherAccountId}`),
    ]);
    expect(refusals.map(({ status }) => status)).toEqual([400, 401, 403]);
    for (const { body } of refusals) validate('ApiError', body);
  });

  test('holds for the members of the account, page by page', async () => {
    emulator.reset({ sessions: 0 });
    for (const query of ['', '?limit=2', '?limit=2&nextId=after-2', '?limit=100&type=invite', '?search=anna'])
      validate('AccountMembersList', (await client.get(`/v1/accounts/me/members${query}`)).body);
    for (const query of ['?limit=0', '?type=robot', '?nextId=x'])
      validate('ApiError', (await client.get(`/v1/accounts/me/members${query}`)).body);
  });

  test.each(paths)('has the route %s, with the statuses that it names', async (path, statuses) => {
    emulator.reset({ sessions: 0 });
    const filled = path.replaceAll(/\{\w+\}/g, demoAccountId);
    const answers = [await client.get(filled), await client.get(filled, {})];
    for (const { status } of answers) expect(statuses).toContain(String(status));
    expect(Object.keys(emulator.stats().requests)).not.toContain('GET (unknown)');
  });

  test('holds while sessions go on', async () => {
    emulator.reset();
    for (let step = 0; step < 20; step += 1) {
      clock.nowMs += 15_000;
      const page = await client.list('limit=8');
      validate('ListTestSessionsResponse', page.body);
      for (const id of idsOn(page)) {
        validate('FindOneTestSessionResponse', (await client.get(`/v1/test-sessions/${id}`)).body);
      }
    }
  });

  test('holds for the live demo, its details and its error groups', async () => {
    emulator.reset({ live: true, now: '2026-11-24T10:30:00.000Z' });
    for (const page of await client.walk('limit=100')) validate('ListTestSessionsResponse', page.body);
    for (const { id } of (await client.list('limit=60')).entries) {
      validate('FindOneTestSessionResponse', (await client.get(`/v1/test-sessions/${id}`)).body);
    }
    validate('TestSessionErrorGroupsList', (await client.errorGroups('limit=100')).body);
  });

  test('holds for sessions that are added with nothing, and for refusals', async () => {
    emulator.reset({ sessions: 0, requestsPerMinute: 4 });
    const [id] = emulator.addSessions([
      { status: 'RUNNING' },
      {},
      { status: 'CANCELLED', provider: 'GITHUB' },
    ]);
    validate('ListTestSessionsResponse', (await client.list()).body);
    const statuses = [];
    for (const path of ['?limit=0', '/none', `/${id}/completion`, '']) {
      const answer = await client.get(`/v1/test-sessions${path}`);
      validate('ApiError', answer.body);
      statuses.push(answer.status);
    }
    expect(statuses).toEqual([400, 400, 408, 429]);
  });
});

describe('the Node server', () => {
  let server: EmulatorServer;
  beforeAll(async () => {
    server = await startEmulator({ port: 0, sessions: 10 });
  });
  afterAll(() => server.close());

  test('answers on the loopback, with the real paths', async () => {
    expect(server.url).toBe(`http://127.0.0.1:${server.port}`);
    const headers = { Authorization: 'Bearer sv_demo' };
    const response = await fetch(`${server.url}/v1/test-sessions?statuses[]=PASSED`, { headers });
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(await response.json()).toMatchObject({ nextId: null });
    const stats = await fetch(`${server.url}/_emulator/stats`);
    expect(await stats.json()).toMatchObject({ recent: ['/v1/test-sessions?statuses[]=PASSED'] });
  });

  test('takes control over HTTP', async () => {
    const body = JSON.stringify([{ name: 'von außen' }]);
    const response = await fetch(`${server.url}/_emulator/sessions`, { method: 'POST', body });
    expect(response.status).toBe(201);
  });

  test('drops a connection, and leaves a hanging one when its client does', async () => {
    server.emulator.setFaults([
      { dropConnection: true, times: 1 },
      { hang: true, times: 1 },
    ]);
    await expect(fetch(`${server.url}/v1/test-sessions`)).rejects.toThrow('fetch failed');
    await expect(
      fetch(`${server.url}/v1/test-sessions`, { signal: AbortSignal.timeout(50) }),
    ).rejects.toThrow('timeout');
    expect((await fetch(`${server.url}/v1/test-sessions`)).status).toBe(401);
  });

  test('names the port that is taken, and listens nowhere but on the loopback', async () => {
    await expect(startEmulator({ port: server.port })).rejects.toThrow(`port ${server.port}`);
    await expect(startEmulator({ port: 0, host: '0.0.0.0' })).rejects.toThrow('loopback');
  });
});

/** Compiles the contract's schemas; the returned function fails the test with what does not fit. */
function createValidator(contract: unknown) {
  const ajv = new Ajv({ strict: false, allErrors: true });
  formats.default(ajv);
  ajv.addSchema(
    JSON.parse(JSON.stringify(contract), (_, value) => toJsonSchema(value)),
    'contract',
  );
  return (name: string, body: unknown) => {
    const matches = ajv.getSchema(`contract#/components/schemas/${name}`);
    if (matches === undefined) throw new Error(`The contract has no schema ${name}.`);
    if (!matches(body)) expect.fail(`${name}: ${ajv.errorsText(matches.errors)}\n${JSON.stringify(body)}`);
  };
}

/** Each path of the contract with the statuses that it may be answered with. */
function readPaths({ paths }: Contract): [path: string, statuses: string[]][] {
  return Object.entries(paths).map(([path, { get }]) => [path, Object.keys(get.responses)]);
}

/** OpenAPI 3.0's `nullable` is no JSON Schema word: it becomes an alternative, and is dropped without a type. */
function toJsonSchema(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('nullable' in value)) return value;
  const { nullable, ...rest } = value;
  const isTyped = 'type' in rest || '$ref' in rest;
  return nullable === true && isTyped ? { anyOf: [rest, { type: 'null' }] } : rest;
}
