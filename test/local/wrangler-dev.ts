/**
 * Runs `wrangler dev`, which runs workerd, as a child that never outlives its caller, asks nothing and talks to
 * nobody but its own ports. Knows nothing of the gateway but that `/health` answers when it is ready.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
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
  /** `warn` keeps one line per request out. */
  readonly logLevel: 'warn' | 'log';
  /** Called with what wrangler and the Worker write, as it comes. Default: it is only kept. */
  readonly onOutput?: (text: string) => void;
}

export interface WranglerDev {
  readonly url: string;
  /** All that was written so far, without colours. */
  log(): string;
  /** Settles when it ended by itself; never because of `stop`. */
  readonly failed: Promise<Error>;
  /** Ends wrangler and workerd. Resolves when both are gone and their ports are free. */
  stop(): Promise<void>;
}

/** @throws Error with the log in its message when the Worker does not come up; nothing is left running then. */
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

  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      options.onOutput?.(text);
    });
  }
  const ended = once(child, 'exit');
  let isStopping = false;
  const url = `http://127.0.0.1:${options.port}`;
  const log = () => stripVTControlCharacters(output);
  const stop = async () => {
    isStopping = true;
    await stopGroup(child, ended);
    process.removeListener('exit', killAtExit);
  };
  const failed = new Promise<Error>((settle) => {
    ended.then(([code]) => {
      if (!isStopping) settle(new Error(`wrangler dev ended by itself with exit code ${code}.`));
    });
  });

  try {
    await waitUntilReady({ url: `${url}/health`, log, failed });
  } catch (error) {
    await stop();
    // Whoever takes the output as it comes has seen it.
    if (options.onOutput !== undefined || !(error instanceof Error)) throw error;
    throw new Error(`${error.message}\n${log().trimEnd()}`, { cause: error });
  }
  return { url, log, failed, stop };
}

/** The command line itself: the `wrangler` program would put one more process between us and workerd. */
export function findWrangler(): string {
  const manifest = createRequire(import.meta.url).resolve('wrangler/package.json');
  return resolve(dirname(manifest), 'wrangler-dist/cli.js');
}

function toArguments({ args = [], port, vars, stateDirectory }: WranglerDevOptions): string[] {
  return [
    ...args,
    '--ip=127.0.0.1',
    `--port=${port}`,
    // Any free one: the default is taken as soon as a second one runs.
    '--inspector-port=0',
    `--persist-to=${stateDirectory}`,
    '--show-interactive-dev-session=false',
    ...Object.entries(vars).flatMap(([name, value]) => ['--var', `${name}:${value}`]),
  ];
}

function toEnvironment({ logLevel, stateDirectory }: WranglerDevOptions): Record<string, string> {
  return {
    ...quietEnvironment,
    WRANGLER_LOG: logLevel,
    WRANGLER_REGISTRY_PATH: resolve(stateDirectory, 'registry'),
  };
}

async function stopGroup(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
  signalGroup(child, 'SIGTERM');
  const timeout = new Promise((done) => setTimeout(done, stopTimeoutMs).unref());
  await Promise.race([ended, timeout]);
  // Also when wrangler ended in time: a workerd that it left behind is in the same group.
  signalGroup(child, 'SIGKILL');
  await ended;
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
