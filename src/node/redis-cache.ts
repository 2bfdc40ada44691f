/**
 * Cache entries in a Redis or Valkey that several processes share, in place of the data centre's Cache API. It is never
 * waited for long, and one that fails is left alone for a moment: the gateway goes on without it. No policy.
 */

import type { EdgeCache, Host } from '../host.ts';

/** The part of a Redis client that is used. Both reject when there is no connection. */
export interface RedisCommands {
  get(key: string): Promise<string | null>;
  set(key: string, value: string, keepForSeconds: number): Promise<unknown>;
}

/** A page takes some milliseconds from a Redis nearby, and half a second from Checkly. */
const answerTimeoutMs = 250;

/** After a failure nobody waits for it so long. */
const pauseMs = 1_000;

/** A page of 100 sessions has some 100 KB; a larger one is read again rather than moved around. */
const maxEntryCharacters = 1024 * 1024;

const keyPrefix = 'checkly-gateway:';

export function createRedisCache(
  { now, sleep, log }: Pick<Host, 'now' | 'sleep' | 'log'>,
  commands: RedisCommands,
): EdgeCache {
  let pausedUntil = 0;

  /** @throws Error also while it is left alone */
  async function within<Value>(run: () => Promise<Value>): Promise<Value> {
    if (now() < pausedUntil) throw new Error('Redis is left alone after a failure.');
    const over = new AbortController();
    const timeout = sleep(answerTimeoutMs, over.signal).then(() => {
      throw new Error(`Redis did not answer within ${answerTimeoutMs} ms.`);
    });
    timeout.catch(() => {});
    try {
      return await Promise.race([run(), timeout]);
    } catch (error) {
      if (now() >= pausedUntil)
        log({ level: 'warn', message: 'Redis cannot be used.', error: String(error) });
      pausedUntil = now() + pauseMs;
      throw error;
    } finally {
      over.abort();
    }
  }

  return {
    async match(url) {
      const text = await within(() => commands.get(toKey(url)));
      return text === null ? undefined : new Response(text);
    },
    async put(url, response) {
      const keepForSeconds = readMaxAge(response.headers);
      const text = await response.text();
      if (keepForSeconds < 1 || text.length > maxEntryCharacters) return;
      await within(() => commands.set(toKey(url), text, keepForSeconds));
    },
  };
}

/** The address holds the reader's partition, a keyed hash, and a hash of what was read: no credential and no word of anybody's. */
function toKey(url: string): string {
  return keyPrefix + new URL(url).pathname.slice(1);
}

/** Whole seconds; 0 where there is none. */
function readMaxAge(headers: Headers): number {
  return Number(/\bmax-age=(\d+)/.exec(headers.get('cache-control') ?? '')?.[1] ?? 0);
}
