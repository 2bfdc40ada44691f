/** What is made once for an environment and lives as long as the isolate: configuration, memory, routes. */

import { createIsolateCache } from '../cache/isolate.ts';
import { type Config, readConfig } from '../config/config.ts';
import type { Host } from '../host.ts';
import { createAccountPort, type KeeperNamespace } from './account-keepers.ts';
import { createGraphQLRoute, type GraphQLRoute } from './graphql-route.ts';
import type { GatewayPorts } from './ports.ts';
import { createPurgeRoute, type PurgeRoute } from './purge-route.ts';

/** The bindings that the gateway uses. Each may be left out by a deployer. */
export interface GatewayEnvironment {
  /** The static files of GraphiQL. */
  readonly ASSETS?: Fetcher;
  /** The Durable Objects of accounts. */
  readonly ACCOUNTS?: KeeperNamespace;
}

export interface Stage {
  readonly config: Config;
  readonly accounts: GatewayPorts['accounts'];
  readonly graphql: GraphQLRoute;
  readonly purge: PurgeRoute;
}

/** Reads an environment once; workerd hands the same object to every request of an isolate. @throws ConfigError */
export function rememberStages(host: Host): (env: GatewayEnvironment) => Stage {
  const known = new WeakMap<GatewayEnvironment, Stage>();
  return (env) => {
    const stage = known.get(env) ?? createStage(host, env);
    known.set(env, stage);
    return stage;
  };
}

function createStage(host: Host, env: GatewayEnvironment): Stage {
  const config = readConfig({ ...env });
  const isolate = createIsolateCache(host, config.cache);
  return {
    config,
    accounts:
      env.ACCOUNTS === undefined ? null : createAccountPort(env.ACCOUNTS, config.cache.callsPerMinute),
    graphql: createGraphQLRoute(host, config, isolate),
    purge: createPurgeRoute(host, config, isolate),
  };
}
