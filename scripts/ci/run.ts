/**
 * `npm run ci`: every check and every test of the project, each through the npm script that a person uses for it.
 * Goes on after a failure, so that one run tells all. `npm run ci -- check:types test` runs the named ones only.
 */
import { mkdir, readFile, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { addCounts, type Counts, countCheck, countTests, isGreen, toLine } from './counts.ts';
import { runScript } from './run-script.ts';
import { chooseSteps, type Step } from './steps.ts';

const root = resolve(import.meta.dirname, '../..');
const reportDirectory = resolve(root, 'dist/ci');
/** For all steps together; one that has not begun by then fails at once. */
const runTimeoutMs = 60 * 60_000;

const manifest: { scripts: Record<string, string> } = JSON.parse(
  await readFile(resolve(root, 'package.json'), 'utf8'),
);
const steps = chooseSteps(Object.keys(manifest.scripts), process.argv.slice(2));
await mkdir(reportDirectory, { recursive: true });

const outcomes: { script: string; counts: Counts }[] = [];
for (const step of steps) {
  print(`\n=== npm run ${step.script}\n`);
  const startedAt = performance.now();
  const counts = await runStep(step);
  outcomes.push({ script: step.script, counts });
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  print(`--- ${step.script}: ${toLine(counts)} in ${seconds} s\n`);
}

const failed = outcomes.filter(({ counts }) => counts.failed > 0).map(({ script }) => script);
if (failed.length > 0) print(`\nFailed: ${failed.join(', ')}\n`);
const total = addCounts(outcomes.map(({ counts }) => counts));
print(`\n${toLine(total)}\n`);
process.exitCode = isGreen(total) ? 0 : 1;

async function runStep({ script, kind, timeoutMs: stepTimeoutMs }: Step): Promise<Counts> {
  const timeoutMs = Math.max(0, Math.min(stepTimeoutMs, runTimeoutMs - performance.now()));
  if (kind === 'check') return countCheck(await runScript(script, { args: [], cwd: root, timeoutMs }));
  const reportPath = resolve(reportDirectory, `${script.replaceAll(':', '-')}.json`);
  // Else a run that dies early would be judged by the report of the one before.
  await rm(reportPath, { force: true });
  const args = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportPath}`];
  const exitCode = await runScript(script, { args, cwd: root, timeoutMs });
  return countTests(await readReport(reportPath), exitCode);
}

/** @returns undefined when there is none, or half of one */
async function readReport(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Synchronous on files and pipes alike, so that it stays in order with what the scripts write. */
function print(text: string): void {
  process.stdout.write(text);
}
