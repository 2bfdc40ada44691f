/** Starts a server under test, workerd or Node, on a core and port of its own, and times its first answer. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findFreePort } from '../ports.ts';
import { type Connection, openConnection } from './connection.ts';
import { type Cores, type RunningProcess, readCpuMicroseconds, startOnServerCore } from './processes.ts';
import { printWorkerdConfig, type WorkerPlan } from './workerd-config.ts';

const workerd = resolve(import.meta.dirname, '../../node_modules/.bin/workerd');
const startTimeoutMs = 30_000;
const pollIntervalMs = 1;

export type ServerPlan =
  | { readonly kind: 'workerd'; readonly worker: WorkerPlan }
  /** A script that takes its port and upstream's address. */
  | { readonly kind: 'node'; readonly script: string; readonly upstreamUrl: string };

export interface Server {
  readonly port: number;
  readonly pid: number;
  /** Null unless it was asked for. */
  readonly inspectorPort: number | null;
  /** Milliseconds from the start of the process until it took a connection. */
  readonly listeningMs: number;
  output(): string;
  stop(): Promise<void>;
}

export interface StartOptions {
  readonly cores: Cores;
  readonly isInspected?: boolean;
}

/** @throws Error with what the server wrote when it does not listen in time. */
export async function startServer(plan: ServerPlan, options: StartOptions): Promise<Server> {
  const port = await findFreePort();
  const inspectorPort = options.isInspected === true ? await findFreePort() : null;
  const directory = await mkdtemp(join(tmpdir(), 'workerd-'));
  const args = await prepare(plan, { directory, port, inspectorPort });
  const startedAt = performance.now();
  const running = startOnServerCore(options.cores, plan.kind === 'node' ? process.execPath : workerd, args);
  const stop = async () => {
    await running.stop();
    await rm(directory, { recursive: true, force: true });
  };
  try {
    const connection = await waitForConnection(running, port);
    const listeningMs = performance.now() - startedAt;
    connection.close();
    return { port, pid: running.pid, inspectorPort, listeningMs, output: running.output, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** @throws Error with what the process wrote when it ends, or does not listen in time. */
export async function waitForConnection(running: RunningProcess, port: number): Promise<Connection> {
  let hasEnded = false;
  running.ended.then(() => {
    hasEnded = true;
  });
  const giveUpAt = performance.now() + startTimeoutMs;
  while (!hasEnded && performance.now() < giveUpAt) {
    try {
      return await openConnection(port);
    } catch {
      // Nobody listens yet.
      await sleep(pollIntervalMs);
    }
  }
  throw new Error(`The server does not listen on port ${port}:\n${running.output()}`);
}

/** CPU milliseconds since its start; null where the system does not tell. */
export async function readCpuMs({ pid }: Server): Promise<number | null> {
  const microseconds = await readCpuMicroseconds(pid);
  return microseconds === null ? null : microseconds / 1000;
}

interface Place {
  readonly directory: string;
  readonly port: number;
  readonly inspectorPort: number | null;
}

async function prepare(plan: ServerPlan, { directory, port, inspectorPort }: Place): Promise<string[]> {
  if (plan.kind === 'node') return [plan.script, String(port), plan.upstreamUrl];
  const configFile = join(directory, 'config.capnp');
  await mkdir(directory, { recursive: true });
  for (const [name, bytes] of plan.worker.modules) await writeFile(join(directory, name), bytes);
  await writeFile(configFile, printWorkerdConfig(plan.worker, port));
  const inspector = inspectorPort === null ? [] : [`--inspector-addr=127.0.0.1:${inspectorPort}`];
  return ['serve', configFile, 'config', ...inspector];
}
