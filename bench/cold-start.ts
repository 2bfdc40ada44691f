/** How long a server takes from nothing to its first answer: each start is a process, and an isolate, of its own. */

import { readCpuMs } from '../scripts/workerd/servers.ts';
import type { Bench } from './bench.ts';
import type { Candidate } from './candidates.ts';
import { askOnce } from './load.ts';
import { type Spread, toSpread } from './statistics.ts';

export interface ColdStart {
  readonly name: string;
  /** From the start of the process to its first answer. */
  readonly startMs: Spread;
  /** From the first request to its answer, in an isolate that has answered nothing. */
  readonly firstAnswerMs: Spread;
  /** That time to the constant Worker's, which started just before. */
  readonly toConstant: Spread;
  /** CPU time of the process up to its first answer, in steps of 10; NaN where the system does not tell. */
  readonly cpuMs: Spread;
}

export async function measureColdStarts(
  bench: Bench,
  candidates: readonly Candidate[],
  starts: number,
): Promise<readonly ColdStart[]> {
  const samples = new Map<string, Sample[]>(candidates.map(({ name }) => [name, []]));
  for (let start = 0; start < starts; start += 1) {
    for (const candidate of candidates) samples.get(candidate.name)?.push(await startOnce(bench, candidate));
  }
  if (starts > 0) process.stderr.write(`${starts} cold starts of each\n`);
  const constant = samples.get('constant') ?? [];
  return candidates.map(({ name }) => summarize(name, samples.get(name) ?? [], constant));
}

interface Sample {
  readonly startMs: number;
  readonly firstAnswerMs: number;
  readonly cpuMs: number;
}

async function startOnce(bench: Bench, candidate: Candidate): Promise<Sample> {
  const target = await bench.start(candidate);
  const { server } = target;
  const askedAt = performance.now();
  await askOnce(target);
  const firstAnswerMs = performance.now() - askedAt;
  const cpuMs = (await readCpuMs(server)) ?? Number.NaN;
  await server.stop();
  return { startMs: server.listeningMs + firstAnswerMs, firstAnswerMs, cpuMs };
}

function summarize(name: string, samples: readonly Sample[], constant: readonly Sample[]): ColdStart {
  const ratios = samples.map(
    ({ firstAnswerMs }, start) => firstAnswerMs / (constant[start]?.firstAnswerMs ?? Number.NaN),
  );
  return {
    name,
    startMs: toSpread(samples.map((sample) => sample.startMs)),
    firstAnswerMs: toSpread(samples.map((sample) => sample.firstAnswerMs)),
    toConstant: toSpread(ratios),
    cpuMs: toSpread(samples.map((sample) => sample.cpuMs)),
  };
}
