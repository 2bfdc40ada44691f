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
/** Linux counts a core's time in hundredths of a second (USER_HZ). */
const microsecondsPerTick = 10_000;
const nanosecondsPerMicrosecond = 1_000;
const bytesPerKilobyte = 1024;
const maxOutputLength = 4_000;

export interface Cores {
  readonly arePinned: boolean;
}

export interface RunningProcess {
  readonly pid: number;
  /** The end of what it wrote to its standard error. */
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

/** What all processes used of the server's core so far, and what the host gave to others; null where there is no /proc. */
export async function readServerCoreMicroseconds(): Promise<number | null> {
  const text = await readFile('/proc/stat', 'utf8').catch(() => '');
  const line = text.split('\n').find((row) => row.startsWith(`cpu${serverCore} `));
  if (line === undefined) return null;
  // Without idle and waiting for disks, and without interrupts, which nobody's count has.
  const [user = 0, nice = 0, system = 0, , , , , steal = 0] = line.split(' ').slice(1).map(Number);
  return (user + nice + system + steal) * microsecondsPerTick;
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

/** Its log goes nowhere: a pipe wakes its reader for each line, which costs the writer more than the line. */
function start(command: string, args: string[]): RunningProcess {
  const child: ChildProcess = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let text = '';
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    text = (text + chunk).slice(-maxOutputLength);
  });
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
