// The emulator as a Node server on the loopback, with the real paths. Also a command:
// `node emulator/server.ts` (the port is EMULATOR_PORT, default 8790). Checkly's own command line reads from
// it with CHECKLY_ENV=local and CHECKLY_API_URL set to its address.

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { pathToFileURL } from 'node:url';
import {
  ConnectionDropped,
  createEmulator,
  demoAccountId,
  demoKey,
  type Emulator,
  type EmulatorOptions,
} from './emulator.ts';

export const defaultPort = 8790;
/** Longer than clients keep idle connections, so that none is closed under a request. */
const keepAliveTimeoutMs = 75_000;

export interface EmulatorServerOptions extends Partial<EmulatorOptions> {
  /** Default 8790; 0 for any free one. */
  readonly port?: number;
  /** A loopback address; default 127.0.0.1. */
  readonly host?: string;
}

export interface EmulatorServer {
  readonly url: string;
  readonly port: number;
  readonly emulator: Emulator;
  /** Ends open connections too. */
  close(): Promise<void>;
}

/** @throws when the port is taken, naming it, or the host is not a loopback address */
export async function startEmulator(options: EmulatorServerOptions = {}): Promise<EmulatorServer> {
  const { port = defaultPort, host = '127.0.0.1', now = Date.now, ...rest } = options;
  if (!['127.0.0.1', '::1', 'localhost'].includes(host)) {
    throw new Error(`The emulator listens on the loopback only, but got the host: ${host}.`);
  }
  const emulator = createEmulator({ now, ...rest });
  const server = createServer({ keepAliveTimeout: keepAliveTimeoutMs }, (incoming, outgoing) => {
    answer(emulator, incoming, outgoing).catch((error: unknown) => {
      console.error(error);
      outgoing.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const reason = error.code === 'EADDRINUSE' ? 'it is taken' : error.message;
      reject(new Error(`The emulator cannot listen on port ${port}: ${reason}.`, { cause: error }));
    });
    server.listen(port, host, resolve);
  });
  const address = server.address();
  const boundPort = typeof address === 'object' && address !== null ? address.port : port;
  const urlHost = host.includes(':') ? `[${host}]` : host;
  return {
    url: `http://${urlHost}:${boundPort}`,
    port: boundPort,
    emulator,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        server.closeAllConnections();
      }),
  };
}

async function answer(
  emulator: Emulator,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const leaving = new AbortController();
  outgoing.once('close', () => leaving.abort());
  try {
    const response = await emulator.fetch(await toRequest(incoming, leaving.signal));
    const body = Buffer.from(await response.arrayBuffer());
    outgoing.writeHead(response.status, {
      ...Object.fromEntries(response.headers),
      'content-length': body.length,
    });
    outgoing.end(body);
  } catch (error) {
    if (error instanceof ConnectionDropped) incoming.socket.destroy();
    else if (!leaving.signal.aborted) throw error;
  }
}

async function toRequest(incoming: IncomingMessage, signal: AbortSignal): Promise<Request> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  // A path such as `//x` must not be read as another host.
  const url = new URL(`http://emulator.invalid${incoming.url ?? '/'}`);
  const method = incoming.method ?? 'GET';
  const body = method === 'GET' || method === 'HEAD' ? null : Buffer.concat(chunks);
  return new Request(url, { method, headers, signal, body });
}

async function main(): Promise<void> {
  const server = await startEmulator({ port: Number(process.env.EMULATOR_PORT ?? defaultPort) });
  console.log(`The Checkly emulator listens on ${server.url} (key ${demoKey}, account ${demoAccountId}).`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => server.close());
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
}
