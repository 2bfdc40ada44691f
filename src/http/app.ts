/** What is made once for an environment and lives as long as the isolate: configuration, memory, routes. */

import type { AccountNamespace } from '../account/account-contract.ts';
import { createIsolateAccounts } from '../account/in-process.ts';
import { toAccountSettings } from '../account/settings.ts';
import { createIsolateCache } from '../cache/isolate.ts';
import { readConfig } from '../config/config.ts';
import type { Host } from '../host.ts';
import type { GatewayParts } from '../server-context.ts';
import { createGraphQLRoute, type GraphQLRoute } from './graphql/graphql-route.ts';
import { createPurgeRoute, type PurgeRoute } from './purge/purge-route.ts';

/** The bindings that the gateway uses. Each may be left out by a deployer. */
export interface GatewayEnvironment {
  /** The static files of GraphiQL. */
  readonly ASSETS?: Fetcher;
  /** The accounts' objects: Durable Objects on Workers, in the process elsewhere. */
  readonly ACCOUNTS?: AccountNamespace;
}

export interface App {
  readonly graphql: GraphQLRoute;
  readonly purge: PurgeRoute;
}

/** Reads an environment once; workerd hands the same object to every request of an isolate. @throws ConfigError */
export function rememberApps(host: Host): (env: GatewayEnvironment) => App {
  const known = new WeakMap<GatewayEnvironment, App>();
  return (env) => {
    const app = known.get(env) ?? createApp(host, env);
    known.set(env, app);
    return app;
  };
}

function createApp(host: Host, env: GatewayEnvironment): App {
  const config = readConfig({ ...env });
  const parts: GatewayParts = {
    config,
    isolate: createIsolateCache(config.cache),
    accounts: env.ACCOUNTS ?? null,
    openStandIns: createIsolateAccounts(host, toAccountSettings(config)),
  };
  return { graphql: createGraphQLRoute(host, parts), purge: createPurgeRoute(parts) };
}
