/** Two processes with a real Redis or Valkey between them, and without it when it hangs or is gone. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from '@redis/client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoAccountId, demoKey } from '../../../emulator/accounts.ts';
import { type EmulatorServer, startEmulator } from '../../../emulator/server.ts';
import { findFreePort } from '../../../scripts/ports.ts';
import { nodeBundle } from '../../../scripts/start-bundle.ts';
import { createDemoVars } from '../../../scripts/start-mode.ts';
import { type NodeBundle, startNodeBundle } from '../../../scripts/start-node-bundle.ts';

const program = findProgram();

function findProgram(): string | null {
  for (const name of ['redis-server', 'valkey-server']) {
    try {
      return execFileSync('which', [name], { encoding: 'utf8' }).trim();
    } catch {
      // The other one may be there.
    }
  }
  return null;
}

/** In CI it has to be there. */
describe.skipIf(program === null && process.env.CI === undefined)('a shared Redis', () => {
  let directory: string;
  let redisPort: number;
  let redis: ChildProcess;
  let upstream: EmulatorServer;
  let gateways: readonly NodeBundle[];

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'redis-'));
    redisPort = await findFreePort();
    redis = await startRedis();
    upstream = await startEmulator({ port: 0, host: '127.0.0.1', sessions: 30 });
    const start = async (): Promise<NodeBundle> =>
      startNodeBundle({
        bundle: nodeBundle,
        port: await findFreePort(),
        vars: { ...createDemoVars(upstream.url), REDIS_URL: `redis://127.0.0.1:${redisPort}` },
      });
    gateways = [await start(), await start()];
  });
  afterAll(async () => {
    for (const gateway of gateways ?? []) await gateway.stop();
    redis?.kill('SIGKILL');
    await upstream?.close();
    await rm(directory, { recursive: true, force: true });
  });

  async function startRedis(): Promise<ChildProcess> {
    const options = ['--port', String(redisPort), '--bind', '127.0.0.1', '--save', '', '--dir', directory];
    const child = spawn(program ?? 'redis-server', options, { stdio: 'ignore' });
    const client = createClient({ url: `redis://127.0.0.1:${redisPort}` });
    client.on('error', () => {});
    await client.connect();
    client.destroy();
    return child;
  }

  /** From the first or the second process: the answer's status, its data, and where they came from. */
  async function ask(
    index: number,
    branch: string,
  ): Promise<[status: number, body: string, cache: string | null]> {
    const query = `{ testSessions(filter: { branches: ["${branch}"] }, first: 1) { pageInfo { hasNextPage } } }`;
    const response = await fetch(`${gateways[index]?.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
    });
    const { data } = JSON.parse(await response.text());
    return [response.status, JSON.stringify(data), response.headers.get('cache-status')];
  }

  const answer = '{"testSessions":{"pageInfo":{"hasNextPage":false}}}';
  const lists = () => upstream.emulator.stats().requests['GET /v1/test-sessions'] ?? 0;

  test('what one process read costs the other no call, and Redis learns no credential', async () => {
    // A process serves no entry to a credential that it has not seen accepted: its first read calls.
    await ask(1, 'first');
    expect((await ask(0, 'shared')).slice(0, 2)).toEqual([200, answer]);
    const client = createClient({ url: `redis://127.0.0.1:${redisPort}` });
    client.on('error', () => {});
    await client.connect();
    let keys: string[] = [];
    while (keys.length < 2) keys = await client.keys('*');
    expect(await ask(1, 'shared')).toEqual([200, answer, expect.stringContaining('gateway-edge; hit')]);
    expect(lists()).toBe(2);

    const values = await Promise.all(keys.map((key) => client.get(key)));
    const lives = await Promise.all(keys.map((key) => client.ttl(key)));
    client.destroy();
    const name = expect.stringMatching(/^checkly-gateway:entry\/\d+\/[\w-]{20,}\/[0-9a-f]{64}$/);
    expect(keys).toEqual([name, name]);
    expect(lives.every((seconds) => seconds > 0 && seconds < 2 * 86_400)).toBe(true);
    expect([...keys, ...values].join('\n')).not.toMatch(new RegExp(`${demoKey}|${demoAccountId}|shared`));
  });

  test('one that hangs delays an answer by a moment, and one that is gone by nothing', async () => {
    redis.kill('SIGSTOP');
    const startedAt = performance.now();
    expect((await ask(0, 'hanging')).slice(0, 2)).toEqual([200, answer]);
    expect(performance.now() - startedAt).toBeLessThan(2_000);

    redis.kill('SIGKILL');
    await once(redis, 'exit');
    expect((await ask(0, 'gone')).slice(0, 2)).toEqual([200, answer]);
    expect((await fetch(`${gateways[0]?.url}/ready`)).status).toBe(200);
    expect(gateways[0]?.output.text()).toMatch(/Redis cannot be (used|reached)/);
    expect(gateways[0]?.output.text()).not.toContain(String(redisPort));
  });

  test('one that comes back is used again', async () => {
    redis = await startRedis();
    for (let i = 0; ; i += 1) {
      const before = lists();
      await ask(0, `back-${i}`);
      const [, , cache] = await ask(1, `back-${i}`);
      if (cache?.includes('gateway-edge; hit') && lists() === before + 1) break;
      await sleep(200);
    }
  });
});
