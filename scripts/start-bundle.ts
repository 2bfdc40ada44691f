/**
 * The deployable bundle in its real runtime, over real sockets, with an emulator of its own behind it: the Worker in
 * workerd, or with `GATEWAY_HOST=node` the one for Node. Everything that it reads comes from the test: no `.dev.vars`,
 * no environment, no cache of another run.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type EmulatorServer, type EmulatorServerOptions, startEmulator } from '../emulator/server.ts';
import { findFreePort } from './ports.ts';
import { createDemoVars } from './start-mode.ts';
import { startNodeBundle } from './start-node-bundle.ts';
import { startWranglerDev } from './wrangler-dev.ts';

const root = resolve(import.meta.dirname, '..');
export const nodeBundle = resolve(root, 'dist/node/gateway.mjs');
const isOnNode = process.env.GATEWAY_HOST === 'node';

export interface GatewayOptions {
  /** Beside the demo's variables, or in their place; undefined takes one away. */
  readonly vars?: Readonly<Record<string, string | undefined>>;
  readonly emulator?: EmulatorServerOptions;
  /** Default: any free one. */
  readonly port?: number;
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
export async function startGateway({
  vars = {},
  emulator = {},
  port: chosenPort,
}: GatewayOptions = {}): Promise<Gateway> {
  const upstream = await startEmulator({ port: 0, host: '127.0.0.1', ...emulator });
  const stateDirectory = await mkdtemp(join(tmpdir(), 'gateway-'));
  const clear = async () => {
    await upstream.close();
    await rm(stateDirectory, { recursive: true, force: true });
  };
  try {
    const port = chosenPort ?? (await findFreePort());
    const allVars = withoutUndefined({ ...createDemoVars(upstream.url), ...vars });
    const { url, output, stop } = await (isOnNode
      ? startNodeBundle({ bundle: nodeBundle, port, vars: allVars })
      : startWranglerDev({
          root,
          args: [
            'dist/worker/worker.mjs',
            '--no-bundle',
            '--no-minify',
            '--env-file=scripts/no-variables.env',
          ],
          port,
          vars: allVars,
          stateDirectory,
        }));
    return {
      url,
      emulatorUrl: upstream.url,
      emulator: upstream.emulator,
      log: output.text,
      close: async () => {
        await stop();
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
