/**
 * The built gateway in workerd itself, without wrangler around it, and an emulator behind it: for what watches the
 * runtime's own log, memory and sockets.
 */
import { type EmulatorServer, type EmulatorServerOptions, startEmulator } from '../../emulator/server.ts';
import { readBuiltGateway, readDeployedSettings } from './deployed-worker.ts';
import { type Server, startServer } from './servers.ts';

export interface BareGatewayOptions {
  /** Beside the address of the emulator. */
  readonly vars: Readonly<Record<string, string>>;
  readonly emulator?: EmulatorServerOptions;
  readonly isInspected?: boolean;
  /** Without it each isolate stands in for the objects of accounts, as where these cannot be reached. */
  readonly hasAccountObjects?: boolean;
}

export interface BareGateway {
  /** Without a slash at its end. */
  readonly url: string;
  readonly server: Server;
  readonly emulator: EmulatorServer['emulator'];
  stop(): Promise<void>;
}

/** What `dist/worker` holds has to be built. @throws Error with what workerd wrote when it does not come up */
export async function startBareGateway({
  vars,
  emulator = {},
  isInspected = false,
  hasAccountObjects = true,
}: BareGatewayOptions): Promise<BareGateway> {
  const upstream = await startEmulator({ port: 0, ...emulator });
  try {
    const worker = {
      ...readDeployedSettings(),
      ...(hasAccountObjects ? {} : { durableObjects: [] }),
      modules: await readBuiltGateway(),
      vars: { CHECKLY_API_URL: upstream.url, SHARED_CACHE: 'none', ...vars },
      cacheApiPort: null,
    };
    const server = await startServer(
      { kind: 'workerd', worker },
      { cores: { arePinned: false }, isInspected },
    );
    return {
      url: `http://127.0.0.1:${server.port}`,
      server,
      emulator: upstream.emulator,
      async stop() {
        await server.stop();
        await upstream.close();
      },
    };
  } catch (error) {
    await upstream.close();
    throw error;
  }
}
