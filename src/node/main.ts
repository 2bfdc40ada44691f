/** The gateway as a process of Node: its environment, its server, and the signals that end it. No logic. */

import { fileURLToPath } from 'node:url';
import persistedManifest from '../../persisted-manifest.json' with { type: 'json' };
import { createProcessAccounts } from '../account/in-process.ts';
import { readConfig } from '../config/config.ts';
import { createGateway } from '../http/gateway.ts';
import { createClientLimiter } from './client-limiter.ts';
import { createNodeHost, nodePlatform } from './node-host.ts';
import { readNodeConfig } from './node-variables.ts';
import { createRedisCache } from './redis-cache.ts';
import { openRedis } from './redis-client.ts';
import { type GatewayServer, startServer } from './server.ts';
import { readStaticFiles } from './static-files.ts';

/** Beside the bundle. */
const assetsDirectory = fileURLToPath(new URL('assets/', import.meta.url));

try {
  const config = readNodeConfig(process.env);
  const redis = config.redisUrl === null ? null : await openRedis(config.redisUrl, nodePlatform.log);
  const edgeCache = redis === null ? null : createRedisCache(nodePlatform, redis);
  const host = createNodeHost(config.upstreamConnections, edgeCache);
  const server = await startServer({
    gateway: createGateway(host, persistedManifest),
    env: {
      ...process.env,
      ASSETS: await readStaticFiles(assetsDirectory),
      // Here, so that a process with an invalid variable does not start.
      ACCOUNTS: createProcessAccounts(host, readConfig(process.env)),
      ...(config.clientUnitsPerMinute === 0
        ? {}
        : { CLIENT_LIMITER: createClientLimiter(host.now, config.clientUnitsPerMinute) }),
    },
    host,
    config,
  });
  host.log({
    level: 'info',
    message: 'The gateway listens.',
    address: config.listenAddress,
    port: server.port,
  });
  endOn(['SIGTERM', 'SIGINT'], server, async () => {
    redis?.close();
    await host.close();
  });
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
}

/** The first signal ends what is under way, a second one the process. */
function endOn(
  signals: readonly NodeJS.Signals[],
  server: GatewayServer,
  closeHost: () => Promise<void>,
): void {
  const end = async (): Promise<void> => {
    for (const signal of signals) process.once(signal, () => process.exit(1));
    await server.stop();
    await closeHost();
    process.exit(0);
  };
  for (const signal of signals) process.once(signal, end);
}
