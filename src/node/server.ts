/** The gateway behind Node's HTTP server, and its end: what is under way is answered, nothing new is begun. */

import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Host } from '../host.ts';
import type { Gateway, GatewayEnvironment } from '../http/gateway.ts';
import { toClientAddress } from './client-address.ts';
import type { NodeConfig } from './node-variables.ts';
import { createOpenWork } from './open-work.ts';
import { sendResponse } from './send-response.ts';
import { toRequest } from './to-request.ts';

/** A client sends its headers, and then its whole request, within these; else it holds a connection for nothing. */
const headersTimeoutMs = 10_000;
const requestTimeoutMs = 30_000;

/** Longer than load balancers keep an idle connection, so that none sends a request into one that closes: AWS has 60 s. */
const keepAliveTimeoutMs = 65_000;

/** A query in an address, as Workers take it. */
const maxHeaderBytes = 32 * 1024;

/** What goes on behind answers is waited for no longer: a refresh is soon over, a long poll that nobody needs is not. */
const behindAnswersMs = 2_000;

export interface GatewayServer {
  readonly port: number;
  /** Resolves when the process may end: all is answered, or `shutdownMs` are over. */
  stop(): Promise<void>;
}

export interface ServerParts {
  readonly gateway: Gateway;
  readonly env: GatewayEnvironment;
  readonly host: Pick<Host, 'sleep' | 'log'>;
  readonly config: NodeConfig;
}

/** @throws Error when it cannot listen */
export async function startServer({ gateway, env, host, config }: ServerParts): Promise<GatewayServer> {
  const ending = new AbortController();
  const answers = createOpenWork();
  const behind = createOpenWork();
  const lifetime = { waitUntil: behind.add, ending: ending.signal };

  async function answer(message: IncomingMessage, out: ServerResponse): Promise<void> {
    const gone = new AbortController();
    out.once('close', () => {
      if (!out.writableFinished) gone.abort();
    });
    const address = toClientAddress(
      message.socket.remoteAddress,
      message.headers['x-forwarded-for'],
      config.trustedProxies,
    );
    try {
      const request = await toRequest(message, { address, gone: gone.signal });
      const response =
        request === null ? new Response(null, { status: 400 }) : await gateway.fetch(request, env, lifetime);
      // What is left of a body is not read, and a connection of an ending process takes no other request.
      if (!message.complete || ending.signal.aborted) out.setHeader('connection', 'close');
      await sendResponse(message, response, out);
    } catch (error) {
      // A client that goes while it sends or reads.
      if (!gone.signal.aborted) host.log({ level: 'error', message: 'No answer.', error: String(error) });
      out.destroy();
    }
  }

  async function endWork(): Promise<void> {
    await answers.whenIdle();
    await Promise.race([behind.whenIdle(), host.sleep(behindAnswersMs)]);
  }

  const server = createServer(
    {
      headersTimeout: headersTimeoutMs,
      requestTimeout: requestTimeoutMs,
      keepAliveTimeout: keepAliveTimeoutMs,
      maxHeaderSize: maxHeaderBytes,
    },
    (message, out) => answers.add(answer(message, out)),
  );
  server.listen(config.port, config.listenAddress);
  await once(server, 'listening');

  return {
    port: toPort(server.address()),
    async stop() {
      ending.abort();
      await host.sleep(config.drainMs);
      server.close();
      server.closeIdleConnections();
      const isIdle = await Promise.race([
        endWork().then(() => true),
        host.sleep(config.shutdownMs).then(() => false),
      ]);
      if (!isIdle)
        host.log({ level: 'warn', message: 'The time to end is over; what is under way is cut off.' });
      server.closeAllConnections();
    },
  };
}

function toPort(address: ReturnType<ReturnType<typeof createServer>['address']>): number {
  return typeof address === 'object' && address !== null ? address.port : 0;
}
