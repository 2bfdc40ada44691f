/** Runs one npm script for no longer than a bound, with its output going where ours goes. Judges nothing. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

/** For a run to end what it started by itself, before it is killed. */
const graceMs = 10_000;

export interface ScriptOptions {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly timeoutMs: number;
}

/** The exit code; null when the script took too long, or was ended by a signal. */
export async function runScript(
  script: string,
  { args, cwd, timeoutMs }: ScriptOptions,
): Promise<number | null> {
  const child = spawn('npm', ['run', '--silent', script, '--', ...args], {
    cwd,
    // With CI set, vitest writes no snapshot: one that is missing or differs fails.
    env: { ...process.env, CI: 'true' },
    stdio: ['ignore', 'inherit', 'inherit'],
    // A process group of its own, so that one signal reaches all that the script started.
    detached: true,
  });
  const stop = () => {
    // Never SIGINT: what a shell started in the background ignores it.
    signalGroup(child, 'SIGTERM');
    process.exit(1);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.once(signal, stop);
  const terminate = setTimeout(() => signalGroup(child, 'SIGTERM'), timeoutMs);
  const kill = setTimeout(() => signalGroup(child, 'SIGKILL'), timeoutMs + graceMs);

  await once(child, 'exit');
  clearTimeout(terminate);
  clearTimeout(kill);
  for (const signal of signals) process.removeListener(signal, stop);
  return child.exitCode;
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    // ESRCH: nobody is left in the group.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
