/**
 * `npm run fuzz -- --count 100000 --seed 1`: inputs of every kind to the built gateway in workerd, and whether each
 * answer keeps what all answers promise. `--from N --count 1` sends one of a run again. Fails when something was found.
 */
import { parseArgs } from 'node:util';
import { setup as buildWorker } from './build-worker.ts';
import { type FuzzResult, fuzzGateway } from './fuzz/fuzz-gateway.ts';
import type { Finding } from './fuzz/run-inputs.ts';

const reportEvery = 5_000;

function readOptions(args: readonly string[]) {
  const { values } = parseArgs({
    args: [...args],
    options: {
      count: { type: 'string', default: '20000' },
      seed: { type: 'string', default: '1' },
      from: { type: 'string', default: '0' },
    },
  });
  const toNumber = (name: 'count' | 'seed' | 'from'): number => {
    const number = Number(values[name]);
    if (Number.isSafeInteger(number) && number >= 0) return number;
    throw new Error(`--${name} takes a whole number, but got: ${values[name]}.`);
  };
  return { count: toNumber('count'), seed: toNumber('seed'), from: toNumber('from') };
}

function printFinding({ problem, number, input, answer }: Finding): string {
  const { kind, method, path, headers, body } = input;
  const shown = body === null ? '' : `\n${JSON.stringify(body.toString().slice(0, 3_000))}`;
  return `\n## ${problem}\ninput ${number} (${kind}): ${method} ${path} ${JSON.stringify(headers)}${shown}\n${answer}`;
}

function printResult(result: FuzzResult): string {
  const { counts, statuses, problems, findings, otherProblems, slowestMs, largestBytes, upstreamCalls } =
    result;
  const list = (map: ReadonlyMap<string, number>) =>
    [...map]
      .sort(([, a], [, b]) => b - a)
      .map(([name, count]) => `${name} ${count.toLocaleString('en')}`)
      .join(', ');
  const sent = [...counts.values()].reduce((sum, count) => sum + count, 0);
  return [
    ...findings.map(printFinding),
    ...otherProblems.map((problem) => `\n## ${problem}`),
    `\n${sent.toLocaleString('en')} inputs: ${list(counts)}.`,
    `Answers by status: ${list(statuses)}. Calls to upstream: ${upstreamCalls.toLocaleString('en')}.`,
    `Slowest ${slowestMs.toFixed(0)} ms, largest ${largestBytes.toLocaleString('en')} bytes.`,
    `${problems + otherProblems.length} problems of ${findings.length + otherProblems.length} kinds.`,
  ].join('\n');
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  await buildWorker();
  const result = await fuzzGateway({
    ...options,
    report: (sent, problems) => {
      if (sent % reportEvery === 0) process.stderr.write(`${sent} inputs, ${problems} problems\n`);
    },
  });
  console.log(printResult(result));
  process.exitCode = result.problems + result.otherProblems.length === 0 ? 0 : 1;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
