/**
 * Runs `wrangler dev`, which runs workerd, as a child that never outlives its caller, asks nothing and talks to
 * nobody but its own ports. Knows nothing of the gateway but that `/health` answers when it is ready.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';
import { createOutput, type Output } from './output.ts';
import { waitUntilReady } from './readiness.ts';

const stopTimeoutMs = 3_000;

/** Keeps wrangler off line, without questions, and without files in the user's home. */
export const quietEnvironment = {
  CI: 'true',
  CLOUDFLARE_CF_FETCH_ENABLED: 'false',
  CLOUDFLARE_LOAD_DEV_VARS_FROM_DOT_ENV: 'false',
  WRANGLER_HIDE_BANNER: 'true',
  WRANGLER_SEND_METRICS: 'false',
  WRANGLER_WRITE_LOGS: 'false',
} as const;

export interface WranglerDevOptions {
  /** The directory that `wrangler dev` runs in. */
  readonly root: string;
  /** What comes before the options below: a script, `--no-bundle`, `--config`. */
  readonly args?: readonly string[];
  readonly port: number;
  /** The Worker's variables; they beat those of the configuration and of `.dev.vars`. */
  readonly vars: Readonly<Record<string, string>>;
  /** Everything that the run keeps; it is emptied first, so that no answer outlives the data behind it. */
  readonly stateDirectory: string;
}

export interface WranglerDev {
  readonly url: string;
  /** What wrangler and the Worker write. */
  readonly output: Output;
  /** Settles when it ended by itself; never because of `stop`. */
  readonly failed: Promise<Error>;
  /** Ends wrangler and workerd. Resolves when both are gone and their ports are free. */
  stop(): Promise<void>;
}

/** @throws Error that says why when the Worker does not come up; nothing is left running then. */
export async function startWranglerDev(options: WranglerDevOptions): Promise<WranglerDev> {
  await rm(options.stateDirectory, { recursive: true, force: true });
  const child = spawn(process.execPath, ['--no-warnings', findWrangler(), 'dev', ...toArguments(options)], {
    cwd: options.root,
    env: { ...process.env, ...toEnvironment(options) },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A process group of its own: one signal reaches wrangler, workerd and what a build command started.
    detached: true,
  });
  const killAtExit = () => signalGroup(child, 'SIGKILL');
  process.once('exit', killAtExit);

  const output = createOutput();
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', output.add);
  const ended = once(child, 'exit');
  // Comes after `exit`, when nobody can write any more, workerd included.
  const closed = once(child, 'close');
  let isStopping = false;
  const url = `http://127.0.0.1:${options.port}`;
  const stop = async () => {
    isStopping = true;
    await stopGroup(child, closed);
    process.removeListener('exit', killAtExit);
  };
  const failed = new Promise<Error>((settle) => {
    ended.then(([code]) => {
      if (!isStopping) settle(new Error(`wrangler dev ended by itself with exit code ${code}.`));
    });
  });

  try {
    await waitUntilReady({ url: `${url}/health`, log: output.text, failed });
  } catch (error) {
    // Also flushes what it wrote.
    await stop();
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${reason}\n${output.startFailure()}`, { cause: error });
  }
  return { url, output, failed, stop };
}

/** The command line itself: the `wrangler` program would put one more process between us and workerd. */
export function findWrangler(): string {
  const manifest = createRequire(import.meta.url).resolve('wrangler/package.json');
  return resolve(dirname(manifest), 'wrangler-dist/cli.js');
}

function toArguments({ args = [], port, vars, stateDirectory }: WranglerDevOptions): string[] {
  return [
    ...args,
    '--env=local',
    '--ip=127.0.0.1',
    `--port=${port}`,
    // Any free one: the default is taken as soon as a second one runs.
    '--inspector-port=0',
    `--persist-to=${stateDirectory}`,
    '--show-interactive-dev-session=false',
    ...Object.entries(vars).flatMap(([name, value]) => ['--var', `${name}:${value}`]),
  ];
}

function toEnvironment({ stateDirectory }: WranglerDevOptions): Record<string, string> {
  return {
    ...quietEnvironment,
    // Less would hide what the Worker logs.
    WRANGLER_LOG: 'log',
    WRANGLER_REGISTRY_PATH: resolve(stateDirectory, 'registry'),
  };
}

async function stopGroup(child: ChildProcess, closed: Promise<unknown>): Promise<void> {
  signalGroup(child, 'SIGTERM');
  const timeout = new Promise((done) => setTimeout(done, stopTimeoutMs).unref());
  await Promise.race([closed, timeout]);
  // Also when wrangler ended in time: a workerd that it left behind is in the same group.
  signalGroup(child, 'SIGKILL');
  await closed;
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
