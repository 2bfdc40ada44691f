/** Runs a command without a terminal, keeps what it writes, and waits for it no longer than a bound. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';

const exitTimeoutMs = 20_000;
const outputTimeoutMs = 50_000;

export interface CommandOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

export interface Command {
  output(): string;
  /** @throws Error with the output when the text does not appear in time or the command ends first */
  waitForOutput(text: string): Promise<void>;
  /** To the command's own process, as `kill` does. */
  signal(signal: NodeJS.Signals): void;
  /** To it and its children in the foreground, as Ctrl-C in a terminal does. */
  signalForeground(signal: NodeJS.Signals): void;
  /** The exit code, or the name of the signal that ended it. @throws Error with the output when it runs on */
  exit(timeoutMs?: number): Promise<number | NodeJS.Signals>;
}

export function runCommand(
  program: string,
  args: readonly string[],
  { cwd, env = {} }: CommandOptions,
): Command {
  // Detached: a group of its own, as a shell makes for a command in the foreground.
  const child = spawn(program, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  // `close` comes after the last output, `exit` may come before it.
  const closed = once(child, 'close');
  const signalForeground = (signal: NodeJS.Signals) => {
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
      process.kill(-child.pid, signal);
    }
  };
  process.once('exit', () => signalForeground('SIGTERM'));
  return {
    output: () => output,
    async waitForOutput(text) {
      const seen = new Promise<void>((resolve) => {
        const look = () => {
          if (output.includes(text)) resolve();
        };
        child.stdout.on('data', look);
        child.stderr.on('data', look);
        look();
      });
      await within(outputTimeoutMs, Promise.race([seen, closed]));
      if (!output.includes(text)) throw new Error(`There is no "${text}" in the output:\n${output}`);
    },
    signal: (signal) => child.kill(signal),
    signalForeground,
    async exit(timeoutMs = exitTimeoutMs) {
      await within(timeoutMs, closed);
      const end = child.exitCode ?? child.signalCode;
      if (end === null) throw new Error(`The command runs on; it wrote:\n${output}`);
      return end;
    },
  };
}

/** Whichever comes first, the promise or the end of the time. */
async function within(timeoutMs: number, promise: Promise<unknown>): Promise<void> {
  const timer = Promise.withResolvers<void>();
  const timeout = setTimeout(timer.resolve, timeoutMs);
  await Promise.race([promise, timer.promise]);
  clearTimeout(timeout);
}
