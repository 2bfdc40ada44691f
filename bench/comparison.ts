/** All candidates in one interleaved run: in each round everybody has a turn, so that the machine's moods hit all alike. */
import type { Bench } from './bench.ts';
import type { Candidate, Limit } from './candidates.ts';
import { askOnce, type Round, runRound, type Target } from './load.ts';
import { type Spread, toSpread } from './statistics.ts';

/** By then the engine has compiled what is hot, also where the machine is loaded. */
const warmUp = { durationMs: 1_500, minRequests: 1_000 };
const minRequests = 200;

export interface Measured {
  readonly name: string;
  readonly title: string;
  readonly watchedAgainst: Limit | null;
  readonly requestsPerSecond: Spread;
  readonly p50Ms: Spread;
  readonly p99Ms: Spread;
  /** Of a request. Where the system does not tell, the time that one takes of the clock. */
  readonly microseconds: Spread;
  /** Of the same round, to each limit. */
  readonly ratios: Readonly<Record<Limit, Spread>>;
  /** Of the server's core, 0 to 1; NaN where the system does not tell. */
  readonly othersShare: number;
  readonly upstreamCalls: number;
  /** After the last round; null where the system does not tell. */
  readonly residentMegabytes: number | null;
}

export interface RunLength {
  readonly rounds: number;
  readonly roundMs: number;
}

export async function compareCandidates(
  bench: Bench,
  candidates: readonly Candidate[],
  { rounds, roundMs }: RunLength,
): Promise<readonly Measured[]> {
  const targets: Target[] = [];
  for (const candidate of candidates) {
    const target = await bench.start(candidate);
    await askOnce(target);
    await runRound(target, warmUp, bench.upstream);
    targets.push(target);
  }
  const results = new Map<string, Round[]>(candidates.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const target of targets) {
      results
        .get(target.candidate.name)
        ?.push(await runRound(target, { durationMs: roundMs, minRequests }, bench.upstream));
    }
    process.stderr.write(`round ${round + 1} of ${rounds}\n`);
  }
  const microsecondsOf = (name: string) => (results.get(name) ?? []).map(toMicroseconds);
  const limits = { constant: microsecondsOf('constant'), 'pass-through': microsecondsOf('pass-through') };
  return candidates.map((candidate) => summarize(candidate, results.get(candidate.name) ?? [], limits));
}

/** Rounds of the same number belong together: each has its own ratio to each limit. */
export function summarize(
  { name, title, watchedAgainst }: Pick<Candidate, 'name' | 'title' | 'watchedAgainst'>,
  rounds: readonly Round[],
  limits: Readonly<Record<Limit, readonly number[]>>,
): Measured {
  const microseconds = rounds.map(toMicroseconds);
  const toRatios = (limit: readonly number[]) =>
    toSpread(microseconds.map((value, round) => value / (limit[round] ?? Number.NaN)));
  const bytes = rounds.at(-1)?.residentBytes ?? null;
  return {
    name,
    title,
    watchedAgainst,
    requestsPerSecond: toSpread(rounds.map((round) => round.requestsPerSecond)),
    p50Ms: toSpread(rounds.map((round) => round.p50Ms)),
    p99Ms: toSpread(rounds.map((round) => round.p99Ms)),
    microseconds: toSpread(microseconds),
    ratios: { constant: toRatios(limits.constant), 'pass-through': toRatios(limits['pass-through']) },
    othersShare: toSpread(rounds.map((round) => round.othersShare ?? Number.NaN)).median,
    upstreamCalls: toSpread(rounds.map((round) => round.upstreamCalls)).median,
    residentMegabytes: bytes === null ? null : bytes / 1024 / 1024,
  };
}

export function toMicroseconds({ cpuMicroseconds, requestsPerSecond }: Round): number {
  return cpuMicroseconds ?? 1_000_000 / requestsPerSecond;
}
