/** What JavaScript's heap of a running Worker holds, read through the inspector. */
import { setTimeout as sleep } from 'node:timers/promises';
import * as v from 'valibot';
import { type Inspector, openInspector } from './inspector.ts';
import type { Server } from './servers.ts';

const usageSchema = v.object({
  usedSize: v.number(),
  backingStorageSize: v.optional(v.number(), 0),
});

interface HeapUsage {
  /** Objects and texts, and the bytes behind array buffers, which are outside of the heap. */
  readonly usedBytes: number;
}

export interface Isolate {
  /** As it is, garbage included. */
  readHeap(): Promise<HeapUsage>;
  /** When all garbage is collected. */
  readLiveHeap(): Promise<HeapUsage>;
  close(): void;
}

/** @throws Error when the server was not started with an inspector. */
export async function openIsolate({ port, inspectorPort }: Server): Promise<Isolate> {
  if (inspectorPort === null) throw new Error('The server has no inspector.');
  const inspector = await openInspector(inspectorPort);
  const readHeap = async (): Promise<HeapUsage> => {
    const { usedSize, backingStorageSize } = v.parse(
      usageSchema,
      await inspector.send('Runtime.getHeapUsage'),
    );
    return { usedBytes: usedSize + backingStorageSize };
  };
  return {
    readHeap,
    async readLiveHeap() {
      // What the first round lets go may hold more, through finalizers.
      for (let round = 0; round < 3; round += 1) await collectGarbage(inspector, port);
      return readHeap();
    },
    close: inspector.close,
  };
}

const pokeIntervalMs = 20;

/** workerd collects when it next has something to do after it was told, so it is given something until it has. */
async function collectGarbage(inspector: Inspector, port: number): Promise<void> {
  let isCollected = false;
  const collected = inspector.send('HeapProfiler.collectGarbage').then(() => {
    isCollected = true;
  });
  while (!isCollected) {
    await (await fetch(`http://127.0.0.1:${port}/health`)).text();
    await Promise.race([collected, sleep(pokeIntervalMs)]);
  }
}
