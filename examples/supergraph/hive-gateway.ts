/** Hive Gateway over a supergraph, as its configuration beside this file sets it up. */
import { createServer } from 'node:http';
import { createGatewayRuntime } from '@graphql-hive/gateway-runtime';
import { gatewayConfig } from './gateway.config.ts';
import type { Router } from './router.ts';

/** @param port default 0: any free one */
export async function startHiveGateway(supergraphSdl: string, port = 0): Promise<Router> {
  const gateway = createGatewayRuntime({
    ...gatewayConfig,
    supergraph: supergraphSdl,
    logging: false,
    landingPage: false,
  });
  const server = createServer(gateway);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return {
    url: `http://127.0.0.1:${address.port}/graphql`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await gateway[Symbol.asyncDispose]();
    },
  };
}
