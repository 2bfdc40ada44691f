/**
 * Child processes on a core of their own, and what the system says they used. The server under test has the first
 * core; the load generator and upstream share the second.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { promisify } from 'node:util';

const serverCore = '0';
const loadCore = '1';
const nanosecondsPerMicrosecond = 1_000;
const bytesPerKilobyte = 1024;

export interface Cores {
  readonly arePinned: boolean;
}

export interface RunningProcess {
  readonly pid: number;
  /** What it wrote, both streams. */
  output(): string;
  /** Settles with its exit code when it ends. */
  readonly ended: Promise<unknown>;
  stop(): Promise<void>;
}

/** Moves this process, and what it starts from now on, to the second core, where the system can. */
export async function pinLoadGenerator(): Promise<Cores> {
  if (availableParallelism() < 2) return { arePinned: false };
  try {
    await promisify(execFile)('taskset', ['-a', '-c', '-p', loadCore, String(process.pid)]);
    return { arePinned: true };
  } catch {
    return { arePinned: false };
  }
}

export function startOnServerCore(cores: Cores, command: string, args: readonly string[]): RunningProcess {
  return cores.arePinned ? start('taskset', ['-c', serverCore, command, ...args]) : start(command, [...args]);
}

export function startBesideLoad(command: string, args: readonly string[]): RunningProcess {
  return start(command, [...args]);
}

/**
 * User and system time of all its threads so far, from the scheduler, whose unit is the nanosecond; the process's own
 * sum has hundredths of a second. Null where there is no /proc.
 */
export async function readCpuMicroseconds(pid: number): Promise<number | null> {
  const threads = await readdir(`/proc/${pid}/task`).catch(() => []);
  // A thread may end meanwhile.
  const texts = await Promise.all(
    threads.map((id) => readFile(`/proc/${pid}/task/${id}/schedstat`, 'utf8').catch(() => '')),
  );
  const nanoseconds = texts.map((text) => Number(text.split(' ')[0]));
  const sum = nanoseconds.reduce((total, count) => total + count, 0);
  return sum === 0 ? null : sum / nanosecondsPerMicrosecond;
}

/** Resident memory; null where there is no /proc. */
export async function readResidentBytes(pid: number): Promise<number | null> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(status)?.[1];
  return kilobytes === undefined ? null : Number(kilobytes) * bytesPerKilobyte;
}

const children = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of children) child.kill('SIGKILL');
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

function start(command: string, args: string[]): RunningProcess {
  const child: ChildProcess = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
  }
  children.add(child);
  const ended = once(child, 'exit').catch((error: unknown) => {
    text += String(error);
  });
  return {
    pid: child.pid ?? 0,
    output: () => text,
    ended,
    async stop() {
      child.kill('SIGKILL');
      await ended;
      children.delete(child);
    },
  };
}
