/** `npm run bench`: what an answer costs in the runtime that serves it, beside the least and beside others. */
import { readRecorded, readResult } from './baseline.ts';
import { type Bench, findCandidate, withBench } from './bench.ts';
import { type Candidate, chooseCandidates, isLimit, isLimitOrWatched } from './candidates.ts';
import { measureColdStarts } from './cold-start.ts';
import { compareCandidates, type Measured, toMicroseconds } from './comparison.ts';
import { printTop, sumByFile, sumByFunction } from './cpu-profile.ts';
import { measureGrowth, printGrowth } from './growth.ts';
import { isFlat, measureHeap, printHeap } from './heap.ts';
import { type Options, readOptions, usage } from './options.ts';
import { profileCandidate } from './profile.ts';
import {
  describeMachine,
  printConditions,
  printTable,
  type Report,
  record,
  toJson,
  writeResult,
} from './report.ts';
import { judgeRatios, whyIncomparable } from './watch.ts';

const topFunctions = 30;
const topFiles = 25;

const modes: Readonly<Record<Options['mode'], (bench: Bench, options: Options) => Promise<void>>> = {
  async compare(bench, options) {
    const report = await runComparison(bench, options);
    if (options.isRecorded) await record(report);
  },
  async quick(bench, options) {
    const recorded = await (options.against === null ? readRecorded() : readResult(options.against));
    const machine = { machine: describeMachine(), arePinned: bench.cores.arePinned };
    const isComparable = (measured: readonly Measured[]): boolean => {
      const why = whyIncomparable(measured, machine, recorded);
      if (why !== null) console.log(`\nNot judged. ${why}`);
      return why === null;
    };
    // On a busy machine the whole run would take minutes, and say nothing.
    const constant = findCandidate(bench.candidates, 'constant');
    if (!isComparable(await compareCandidates(bench, [constant], { rounds: 1, roundMs: options.roundMs })))
      return;
    const judge = async (candidates: readonly Candidate[]): Promise<readonly string[]> => {
      const report = await runComparison({ ...bench, candidates }, options);
      if (!isComparable(report.candidates)) return [];
      const verdicts = judgeRatios(report.candidates, recorded);
      console.log(`\n${verdicts.map(({ line }) => line).join('\n')}`);
      return verdicts.filter(({ isTooSlow }) => isTooSlow).map(({ name }) => name);
    };
    const slow = await judge(bench.candidates.filter(isLimitOrWatched));
    if (slow.length === 0) return;
    // A neighbour's burst may hit one of them: slow is what is so twice.
    console.log('\nOnce more, those that were too slow:');
    const again = bench.candidates.filter(({ name }) => isLimit(name) || slow.includes(name));
    if ((await judge(again)).length > 0) process.exitCode = 1;
  },
  async growth(bench, options) {
    const rows = await measureGrowth(bench, options);
    console.log(printGrowth(rows));
    console.log(await writeResult(`${options.name}.json`, toJson(rows)));
  },
  async heap(bench, options) {
    const samples = await measureHeap(bench);
    console.log(`${printHeap(samples)}\n\n${describeMachine()}`);
    console.log(await writeResult(`${options.name}.json`, toJson({ machine: describeMachine(), samples })));
    if (isFlat(samples)) return;
    console.log('The heap grows with the filters.');
    process.exitCode = 1;
  },
  async profile(bench, options) {
    const name = options.profiled ?? '';
    const { profile, round, sources } = await profileCandidate(bench, name, options.roundMs);
    const file = await writeResult(`${name}.cpuprofile`, JSON.stringify(profile));
    const functions = sumByFunction(profile, sources);
    console.log(
      `${name}: ${round.requests} requests, ${toMicroseconds(round).toFixed(0)} µs of CPU each (the profiler's own included)`,
    );
    console.log(`\nSelf time by function\n${printTop(functions, topFunctions, round.requests)}`);
    console.log(`\nSelf time by file\n${printTop(sumByFile(functions), topFiles, round.requests)}`);
    console.log(`\n${file}`);
  },
};

async function runComparison(bench: Bench, options: Options): Promise<Report> {
  const chosen = chooseCandidates(bench.candidates, options.only);
  const coldStarts = await measureColdStarts(bench, chosen, options.coldStarts);
  const { rounds, roundMs, connections } = options;
  const report: Report = {
    machine: describeMachine(),
    arePinned: bench.cores.arePinned,
    answerBytes: bench.answerBytes,
    rounds,
    roundMs,
    connections,
    candidates: await compareCandidates(bench, chosen, options),
    coldStarts,
  };
  console.log(`${printTable(report)}\n\n${printConditions(report)}`);
  console.log(await writeResult(`${options.name}.json`, toJson(report)));
  return report;
}

async function main(args: readonly string[]): Promise<void> {
  if (args.includes('--help')) {
    console.log(usage);
    return;
  }
  const options = readOptions(args);
  await withBench(options, (bench) => modes[options.mode](bench, options));
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
