/** The table of what only the host on Node reads. Printed into docs/node.md (`npm run print:config`). */

import * as v from 'valibot';
import { type Environment, readVariables, type ValuesOf } from '../config/read-variable.ts';
import { seconds, secret, text, wholeNumber } from '../config/variable-kinds.ts';

const maxPort = 65_535;
const defaultPort = 8787;
const defaultShutdownSeconds = 25;
const defaultConnections = 32;

export const nodeVariables = {
  port: wholeNumber({
    name: 'PORT',
    from: 0,
    to: maxPort,
    unit: '(a port)',
    default: defaultPort,
    description: 'Where the gateway listens; 0 is any free port, which the log tells.',
  }),
  listenAddress: text({
    name: 'LISTEN_ADDRESS',
    schema: v.pipe(v.string(), v.ip()),
    takes: 'an IP address of this machine; 0.0.0.0 or :: for all of them',
    default: '127.0.0.1',
    description: 'The address that it listens on. The Docker image sets `0.0.0.0`.',
  }),
  /** How many proxies in front of the process append to X-Forwarded-For. */
  trustedProxies: wholeNumber({
    name: 'TRUSTED_PROXIES',
    from: 0,
    to: 10,
    unit: 'proxies',
    default: 0,
    description:
      "How many proxies in front of the process append their client to `X-Forwarded-For`; so many from its end is the client's address. With 0 the header is not read, and the address is the connection's.",
  }),
  clientUnitsPerMinute: wholeNumber({
    name: 'CLIENT_UNITS_PER_MINUTE',
    from: 0,
    to: 1_000_000,
    unit: 'units',
    default: 0,
    description:
      'What one client may ask of this process in a minute, in units of cost ([operate.md](operate.md#a-limit-for-one-client)), in place of the Workers binding `CLIENT_LIMITER`. With 0 nobody is limited.',
  }),
  shutdownMs: seconds({
    name: 'SHUTDOWN_SECONDS',
    to: 600,
    default: defaultShutdownSeconds,
    description:
      'How long the process waits for what is under way after SIGTERM, before it ends anyway. Kubernetes kills after 30 seconds by default.',
  }),
  drainMs: seconds({
    name: 'DRAIN_SECONDS',
    to: 60,
    default: 0,
    description:
      'How long the process goes on to take connections after SIGTERM, with `/ready` at 503, until load balancers have heard of it.',
  }),
  redisUrl: secret({
    name: 'REDIS_URL',
    schema: v.pipe(v.string(), v.url(), v.regex(/^rediss?:\/\//)),
    takes:
      'redis://host:6379, or rediss://… for TLS; with user, password and database: redis://user:password@host:6379/1',
    description:
      'A Redis or Valkey, in which [several processes](#several-processes) share cache entries, and one finds its own again after a restart. Without it each process has its memory alone. Not used while `SHARED_CACHE` is `none`.',
  }),
  upstreamConnections: wholeNumber({
    name: 'UPSTREAM_CONNECTIONS',
    from: 1,
    to: 1_000,
    unit: 'connections',
    default: defaultConnections,
    description: 'Connections to Checkly that the process keeps open at most; more calls wait for one.',
  }),
};

export type NodeConfig = ValuesOf<typeof nodeVariables>;

/** @throws ConfigError naming the variable, what it held and what it takes */
export function readNodeConfig(env: Environment): NodeConfig {
  return readVariables(env, nodeVariables);
}
