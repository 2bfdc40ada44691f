/** A CPU profile of one candidate's isolate under load, taken over workerd's inspector. */

import { openInspector } from '../scripts/workerd/inspector.ts';
import { type Bench, findCandidate } from './bench.ts';
import { type CpuProfile, readProfile } from './cpu-profile.ts';
import { askOnce, type Round, runRound } from './load.ts';

const warmUpMs = 3_000;
const samplingIntervalMicroseconds = 200;

export interface Profiled {
  readonly profile: CpuProfile;
  readonly round: Round;
  /** The code of each module that functions are found in, by its name, which is the profile's as well. */
  readonly sources: ReadonlyMap<string, string>;
}

export async function profileCandidate(bench: Bench, name: string, durationMs: number): Promise<Profiled> {
  const candidate = findCandidate(bench.candidates, name);
  if (candidate.plan.kind !== 'workerd') throw new Error('Only Workers can be profiled.');
  const target = await bench.start(candidate, true);
  const { inspectorPort } = target.server;
  if (inspectorPort === null) throw new Error('The server has no inspector.');
  await askOnce(target);
  await runRound(target, { durationMs: warmUpMs }, bench.upstream);
  const inspector = await openInspector(inspectorPort);
  try {
    await inspector.send('Profiler.enable');
    await inspector.send('Profiler.setSamplingInterval', { interval: samplingIntervalMicroseconds });
    await inspector.send('Profiler.start');
    const round = await runRound(target, { durationMs }, bench.upstream);
    const profile = readProfile(await inspector.send('Profiler.stop'));
    const { modules } = candidate.plan.worker;
    return { profile, round, sources: new Map([...modules].map(([name, code]) => [name, code.toString()])) };
  } finally {
    inspector.close();
  }
}
