/**
 * The deployable bundle in the real Workers runtime, over real sockets, with an emulator of its own behind it.
 * Everything that the Worker reads comes from the test: no `.dev.vars`, no environment, no cache of another run.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type EmulatorServer, type EmulatorServerOptions, startEmulator } from '../emulator/server.ts';
import { findFreePort } from './ports.ts';
import { createDemoVars } from './start-mode.ts';
import { startWranglerDev } from './wrangler-dev.ts';

const root = resolve(import.meta.dirname, '..');

export interface GatewayOptions {
  /** Beside the demo's variables, or in their place; undefined takes one away. */
  readonly vars?: Readonly<Record<string, string | undefined>>;
  readonly emulator?: EmulatorServerOptions;
}

export interface Gateway {
  /** Without a slash at its end. */
  readonly url: string;
  readonly emulatorUrl: string;
  readonly emulator: EmulatorServer['emulator'];
  /** What the runtime and the Worker wrote, without colours. A line may come shortly after its response. */
  log(): string;
  close(): Promise<void>;
}

/** @throws Error with the Worker's log when it does not come up */
export async function startGateway({ vars = {}, emulator = {} }: GatewayOptions = {}): Promise<Gateway> {
  const upstream = await startEmulator({ port: 0, host: '127.0.0.1', ...emulator });
  const stateDirectory = await mkdtemp(join(tmpdir(), 'gateway-'));
  const clear = async () => {
    await upstream.close();
    await rm(stateDirectory, { recursive: true, force: true });
  };
  try {
    const worker = await startWranglerDev({
      root,
      args: ['dist/worker/worker.mjs', '--no-bundle', '--no-minify', '--env-file=scripts/no-variables.env'],
      port: await findFreePort(),
      vars: withoutUndefined({ ...createDemoVars(upstream.url), ...vars }),
      stateDirectory,
    });
    return {
      url: worker.url,
      emulatorUrl: upstream.url,
      emulator: upstream.emulator,
      log: worker.output.text,
      close: async () => {
        await worker.stop();
        await clear();
      },
    };
  } catch (error) {
    await clear();
    throw error;
  }
}

function withoutUndefined(vars: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(vars).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
