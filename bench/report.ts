/** A run as a table, as JSON, and as what is recorded of it. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { arch, cpus, platform } from 'node:os';
import { resolve } from 'node:path';
import { recordedFile, toBaseline } from './baseline.ts';
import type { ColdStart } from './cold-start.ts';
import type { Measured } from './comparison.ts';
import type { Spread } from './statistics.ts';

const directory = import.meta.dirname;
const docsFile = resolve(directory, '../docs/performance.md');
const startMarker = '<!-- bench: start -->';
const endMarker = '<!-- bench: end -->';

export interface Report {
  readonly machine: string;
  readonly arePinned: boolean;
  readonly answerBytes: number;
  readonly rounds: number;
  readonly roundMs: number;
  readonly connections: number;
  readonly candidates: readonly Measured[];
  readonly coldStarts: readonly ColdStart[];
}

export function describeMachine(): string {
  const cores = cpus();
  return `${cores[0]?.model ?? 'unknown CPU'}, ${cores.length} cores, ${platform()} ${arch()}`;
}

export function printTable(report: Report): string {
  const { candidates, coldStarts } = report;
  const header = [
    'Candidate',
    'CPU µs a request',
    'to constant',
    'to pass-through',
    'requests/s',
    'p50 ms',
    'p99 ms',
    'upstream calls',
    'memory MB',
    'start to first answer ms',
    'first answer ms',
    'its ratio to constant',
  ];
  const rows = candidates.map((measured) => {
    const cold = coldStarts.find(({ name }) => name === measured.name);
    return [
      measured.title,
      withQuartiles(measured.microseconds, 0),
      withQuartiles(measured.ratios.constant, 2),
      withQuartiles(measured.ratios['pass-through'], 2),
      measured.requestsPerSecond.median.toFixed(0),
      measured.p50Ms.median.toFixed(2),
      measured.p99Ms.median.toFixed(2),
      measured.upstreamCalls.toFixed(2),
      measured.residentMegabytes?.toFixed(0) ?? '–',
      orDash(cold?.startMs.median),
      orDash(cold?.firstAnswerMs.median),
      orDash(cold?.toConstant.median),
    ];
  });
  return [header, header.map((_, column) => (column === 0 ? '---' : '---:')), ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}

export function printConditions({
  machine,
  arePinned,
  answerBytes,
  rounds,
  roundMs,
  connections,
}: Report): string {
  const pinned = arePinned
    ? 'the server alone on one core, load and upstream on another'
    : 'nothing pinned to a core (no taskset, or one core)';
  return `${machine}; ${pinned}; an answer of ${answerBytes} bytes; ${connections} connections; medians of ${rounds} rounds of ${roundMs} ms, quartiles in brackets.`;
}

/** @returns the path of the file, in `bench/results/` */
export async function writeResult(fileName: string, text: string): Promise<string> {
  const file = resolve(directory, 'results', fileName);
  await mkdir(resolve(directory, 'results'), { recursive: true });
  await writeFile(file, text);
  return file;
}

export function toJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** Writes the ratios and the table of the docs. */
export async function record(report: Report): Promise<void> {
  await writeFile(recordedFile, toJson(toBaseline(report)));
  const docs = await readFile(docsFile, 'utf8');
  const [before, rest] = docs.split(startMarker);
  const after = rest?.split(endMarker)[1];
  if (before === undefined || after === undefined) throw new Error(`${docsFile} lacks its two markers.`);
  const table = `${printConditions(report)}\n\n${printTable(report)}`;
  await writeFile(docsFile, `${before}${startMarker}\n\n${table}\n\n${endMarker}${after}`);
}

function withQuartiles({ median, low, high }: Spread, digits: number): string {
  return `${median.toFixed(digits)} (${low.toFixed(digits)}–${high.toFixed(digits)})`;
}

function orDash(value: number | undefined): string {
  return value === undefined || Number.isNaN(value) ? '–' : value.toFixed(1);
}
