/** A connection to a Redis or Valkey, which comes back by itself. The client library is evaluated only where one is configured. */

import type { Host } from '../host.ts';
import type { RedisCommands } from './redis-cache.ts';

const connectTimeoutMs = 2_000;
const firstRetryMs = 100;
const maxRetryMs = 5_000;

/** A command more waits for none of them: it is refused. */
const maxWaitingCommands = 1_000;

export interface RedisClient extends RedisCommands {
  /** Ends the connection, whatever waits for an answer. */
  close(): void;
}

/** Resolves without waiting for the connection: while there is none, commands are refused at once. */
export async function openRedis(url: string, log: Host['log']): Promise<RedisClient> {
  const { createClient } = await import('@redis/client');
  const client = createClient({
    url,
    disableOfflineQueue: true,
    commandsQueueMaxLength: maxWaitingCommands,
    socket: {
      connectTimeout: connectTimeoutMs,
      reconnectStrategy: (retries) => Math.min(firstRetryMs * 2 ** Math.min(retries, 10), maxRetryMs),
    },
  });
  let isDown = false;
  client.on('ready', () => {
    if (isDown) log({ level: 'info', message: 'Redis is connected again.' });
    isDown = false;
  });
  client.on('error', (error: unknown) => {
    if (!isDown) log({ level: 'warn', message: 'Redis cannot be reached.', error: toName(error) });
    isDown = true;
  });
  client.connect().catch(() => {});
  return {
    get: (key) => client.get(key),
    set: (key, value, keepForSeconds) =>
      client.set(key, value, { expiration: { type: 'EX', value: keepForSeconds } }),
    close: () => client.destroy(),
  };
}

/** Its message may hold the address; its code tells as much. */
function toName(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
