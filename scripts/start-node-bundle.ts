/** Runs the bundle for Node as a child that never outlives its caller, with no other variable than it is told. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createOutput, type Output } from './output.ts';
import { waitUntilReady } from './readiness.ts';

const stopTimeoutMs = 5_000;

export interface NodeBundleOptions {
  /** The file. */
  readonly bundle: string;
  readonly port: number;
  readonly vars: Readonly<Record<string, string>>;
}

export interface NodeBundle {
  readonly url: string;
  readonly output: Output;
  readonly signal: (signal: NodeJS.Signals) => void;
  /** The exit code; null when a signal ended it. */
  readonly exited: Promise<number | null>;
  /** Ends it, and resolves when it is gone. */
  stop(): Promise<void>;
}

/** @throws Error that says why when it does not come up; nothing is left running then */
export async function startNodeBundle({ bundle, port, vars }: NodeBundleOptions): Promise<NodeBundle> {
  const child = spawn(process.execPath, [bundle], {
    env: { PATH: process.env.PATH, PORT: String(port), ...vars },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const killAtExit = () => child.kill('SIGKILL');
  process.once('exit', killAtExit);
  const output = createOutput();
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', output.add);
  const exited = once(child, 'close').then(() => {
    process.off('exit', killAtExit);
    return child.exitCode;
  });
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), stopTimeoutMs);
    await exited;
    clearTimeout(timer);
  };
  const url = `http://127.0.0.1:${port}`;
  const failed = exited.then((code) => new Error(`The gateway ended by itself with exit code ${code}.`));
  try {
    await waitUntilReady({ url: `${url}/health`, log: output.text, failed });
  } catch (error) {
    await stop();
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${reason}\n${output.text()}`, { cause: error });
  }
  return { url, output, signal: (signal) => void child.kill(signal), exited, stop };
}
