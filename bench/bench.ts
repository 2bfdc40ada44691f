/** What every mode starts from: the upstream, the candidates, and servers that end with the run. */

import { readBody } from '../scripts/workerd/connection.ts';
import { type Cores, pinLoadGenerator } from '../scripts/workerd/processes.ts';
import { type Server, startServer } from '../scripts/workerd/servers.ts';
import { type Candidate, createCandidates } from './candidates.ts';
import { askOnce, createTarget, type Target } from './load.ts';
import type { Options } from './options.ts';
import { createPeers } from './peers.ts';
import { startUpstream, type Upstream } from './upstream-process.ts';

export interface Bench {
  readonly cores: Cores;
  readonly upstream: Upstream;
  readonly candidates: readonly Candidate[];
  readonly answerBytes: number;
  start(candidate: Candidate, isInspected?: boolean): Promise<Target>;
}

/** Runs `work`, and ends whatever was started, also when it fails. */
export async function withBench<Value>(
  options: Options,
  work: (bench: Bench) => Promise<Value>,
): Promise<Value> {
  const cores = await pinLoadGenerator();
  const upstream = await startUpstream();
  const servers: Server[] = [];
  const start = async (candidate: Candidate, isInspected = false): Promise<Target> => {
    const server = await startServer(candidate.plan, { cores, isInspected });
    servers.push(server);
    return createTarget(candidate, server, options.connections);
  };
  try {
    let answerBytes = 0;
    const workers = await createCandidates({
      isMinified: options.isMinified,
      upstreamPort: upstream.port,
      answerBytes: () => answerBytes,
    });
    answerBytes = await measureAnswer(workers, start);
    const peers = options.hasPeers ? await createPeers(upstream.port) : [];
    const candidates = [...workers, ...peers];
    return await work({ cores, upstream, candidates, answerBytes, start });
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
    await upstream.stop();
  }
}

/** @throws Error that lists the names. */
export function findCandidate(candidates: readonly Candidate[], name: string): Candidate {
  const found = candidates.find((candidate) => candidate.name === name);
  if (found !== undefined) return found;
  throw new Error(`Choose one of ${candidates.map((candidate) => candidate.name).join(', ')}; got: ${name}.`);
}

async function measureAnswer(candidates: readonly Candidate[], start: Bench['start']): Promise<number> {
  const target = await start(findCandidate(candidates, 'repeated'));
  const text = readBody(await askOnce(target));
  await target.server.stop();
  return Buffer.byteLength(text);
}
