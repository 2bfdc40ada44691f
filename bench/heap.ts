/** Whether memory is bounded: the heap of an isolate after collection, while it answers one distinct filter after another. */
import * as v from 'valibot';
import { type Bench, findCandidate } from './bench.ts';
import { openConnection, toRequestBytes } from './connection.ts';
import { type Inspector, openInspector } from './inspector.ts';
import { runRequests } from './load.ts';
import { readResidentBytes } from './processes.ts';

const heapSteps = [2_000, 4_000, 6_000, 8_000, 10_000] as const;
/** What stores hold in the end may still settle by so much after the first step. */
const maxGrowth = 1.1;
/** The first collection runs finalizers, whose garbage is the second one's. */
const collections = 2;
const maxKnocks = 1_000;

const usageSchema = v.object({
  usedSize: v.number(),
  backingStorageSize: v.optional(v.number(), 0),
});

export interface HeapSample {
  /** Distinct filters answered so far. */
  readonly filters: number;
  /** Bytes of JavaScript's objects after collection. */
  readonly heapBytes: number;
  /** Bytes of array buffers, such as the bodies of cached responses. */
  readonly bufferBytes: number;
  /** Of the process; null where the system does not tell. */
  readonly residentBytes: number | null;
}

export async function measureHeap(bench: Bench): Promise<readonly HeapSample[]> {
  const target = await bench.start(findCandidate(bench.candidates, 'uncached-100'), true);
  const { inspectorPort, pid, port } = target.server;
  if (inspectorPort === null) throw new Error('The server has no inspector.');
  const samples: HeapSample[] = [];
  let asked = 0;
  for (const filters of heapSteps) {
    await runRequests(target, filters - asked);
    asked = filters;
    const inspector = await openInspector(inspectorPort);
    const sizes = await readHeap(inspector, port).finally(inspector.close);
    samples.push({ filters, ...sizes, residentBytes: await readResidentBytes(pid) });
    process.stderr.write(`${filters} of ${heapSteps.at(-1)} filters\n`);
  }
  return samples;
}

/** Whether the last sample is no larger than the first, but for what settles. */
export function isFlat(samples: readonly HeapSample[]): boolean {
  const sizes = samples.map(({ heapBytes, bufferBytes }) => heapBytes + bufferBytes);
  const [first = Number.NaN] = sizes;
  return (sizes.at(-1) ?? Number.NaN) <= first * maxGrowth;
}

export function printHeap(samples: readonly HeapSample[]): string {
  const rows = samples.map(({ filters, heapBytes, bufferBytes, residentBytes }) => [
    filters.toLocaleString('en'),
    toMegabytes(heapBytes),
    toMegabytes(bufferBytes),
    residentBytes === null ? '–' : toMegabytes(residentBytes),
  ]);
  const header = ['Distinct filters', 'heap MB', 'buffers MB', 'process MB'];
  return [header, header.map(() => '---:'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

async function readHeap(
  inspector: Inspector,
  port: number,
): Promise<Pick<HeapSample, 'heapBytes' | 'bufferBytes'>> {
  await inspector.send('HeapProfiler.enable');
  for (let i = 0; i < collections; i += 1) await collectGarbage(inspector, port);
  const usage = v.parse(usageSchema, await inspector.send('Runtime.getHeapUsage'));
  return { heapBytes: usage.usedSize, bufferBytes: usage.backingStorageSize };
}

/** workerd collects when the isolate runs next, so it is given something to do until it has. */
async function collectGarbage(inspector: Inspector, port: number): Promise<void> {
  const collected = inspector.send('HeapProfiler.collectGarbage').then(() => true);
  const knock = toRequestBytes({ method: 'GET', path: '/health', headers: {}, body: '' });
  const connection = await openConnection(port);
  try {
    for (let knocks = 0; knocks < maxKnocks; knocks += 1) {
      if (await Promise.race([collected, connection.ask(knock).then(() => false)])) return;
    }
  } finally {
    connection.close();
  }
  throw new Error('The isolate does not collect its garbage.');
}

function toMegabytes(bytes: number): string {
  return (bytes / 1024 / 1024).toFixed(1);
}
