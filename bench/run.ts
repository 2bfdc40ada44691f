/**
 * `npm run bench`: what an answer costs in the real runtime, side by side with a Worker that returns a constant
 * of the same size. Prints ratios of medians; single times mean little on a shared machine.
 */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Pool } from 'undici';
import { setup } from '../scripts/build-worker.ts';
import { findFreePort } from '../scripts/ports.ts';
import { startGateway } from '../scripts/start-bundle.ts';
import { startWranglerDev } from '../scripts/wrangler-dev.ts';

const root = resolve(import.meta.dirname, '..');
const rounds = 7;
const requestsPerRound = 1_500;
const connections = 8;

const query = `{ testSessions(filter: {statuses: [FAILED], branches: ["main"]}, first: 20) {
  edges { cursor node { name status invoker { name picture } commit { sha message branch } } }
  pageInfo { hasNextPage endCursor } } }`;

interface Candidate {
  readonly name: string;
  readonly pool: Pool;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

async function ask({ pool, path, headers }: Candidate): Promise<string> {
  const { body } = await pool.request({
    path,
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query }),
  });
  return body.text();
}

/** Milliseconds for each request of a round. */
async function measureRound(candidate: Candidate): Promise<number> {
  let left = requestsPerRound;
  const work = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await ask(candidate);
    }
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: connections }, work));
  return (performance.now() - start) / requestsPerRound;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

await setup();
const stateDirectory = await mkdtemp(join(tmpdir(), 'bench-'));
// A standing emulator clock is not to be had over sockets: long freshness keeps upstream out of what is measured.
const freshLong = {
  FRESH_RUNNING_SECONDS: '3600',
  FRESH_HEAD_SECONDS: '3600',
  CREDENTIAL_VALID_SECONDS: '3600',
};
const gateway = await startGateway({ vars: { ...freshLong, MEMORY_MAX_AGE_SECONDS: '3600' } });
const constant = await startWranglerDev({
  root,
  args: ['--config=bench/constant.toml', '--env-file=scripts/no-variables.env'],
  port: await findFreePort(),
  vars: {},
  stateDirectory,
});
try {
  const gatewayPool = new Pool(gateway.url, { connections });
  const constantPool = new Pool(constant.url, { connections });
  const whole = { name: 'whole answer from memory', pool: gatewayPool, path: '/graphql', headers: {} };
  const bytes = (await ask(whole)).length;
  const base = {
    name: 'constant of the same size',
    pool: constantPool,
    path: `/?bytes=${bytes}`,
    headers: {},
  };
  const executed = {
    ...whole,
    name: 'executed over pages in memory',
    headers: { 'x-gateway-debug': 'cache' },
  };
  const candidates: readonly Candidate[] = [base, whole, executed];
  for (const candidate of candidates) await measureRound(candidate);
  const times = candidates.map((): number[] => []);
  for (let round = 0; round < rounds; round += 1) {
    for (const [i, candidate] of candidates.entries()) times[i]?.push(await measureRound(candidate));
  }
  const baseMs = median(times[0] ?? []);
  console.log(
    `${bytes} bytes an answer, ${rounds} rounds of ${requestsPerRound} requests, ${connections} connections`,
  );
  for (const [i, { name }] of candidates.entries()) {
    const ms = median(times[i] ?? []);
    console.log(`${name}: ${(ms / baseMs).toFixed(2)} times the constant (median ${ms.toFixed(3)} ms)`);
  }
  await Promise.all([gatewayPool.close(), constantPool.close()]);
} finally {
  await constant.stop();
  await gateway.close();
  await rm(stateDirectory, { recursive: true, force: true });
}
