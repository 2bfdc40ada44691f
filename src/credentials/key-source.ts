/**
 * The public keys of a JWT's issuer, read from its address through the host: kept for a time, read again for a key that
 * is not among them, and the last good ones kept while the address does not answer. Knows no token.
 */

import { readBoundedText } from '../bounded-text.ts';
import type { Host } from '../host.ts';
import { jwksIntervalMs } from '../limits.ts';
import { jwksFreshMs, jwksMaxAgeMs, jwksTimeoutMs, maxJwksBytes } from './jwt-limits.ts';

/** Lets `work` end although the request that began it is gone. */
export type KeepAlive = (work: Promise<unknown>) => void;

interface HeldKeys<Keys> {
  readonly keys: Keys;
  /** Another number for other keys. */
  readonly version: number;
}

export interface KeySource<Keys> {
  /** Null when none could be read. */
  current(keepAlive: KeepAlive): Promise<HeldKeys<Keys> | null>;
  /** For a token whose key `held` lacks; null when there are no newer ones. */
  newerThan(held: HeldKeys<Keys>, keepAlive: KeepAlive): Promise<HeldKeys<Keys> | null>;
}

interface ReadKeys<Keys> extends HeldKeys<Keys> {
  readonly text: string;
  readonly readAt: number;
}

/** Between two looks at whether another request has read the keys: in workerd requests share no promise. */
const pollMs = 20;

/** `decode` rejects for a text that is not a set of keys. */
export function createKeySource<Keys>(
  host: Host,
  url: string,
  decode: (text: string) => Promise<Keys>,
): KeySource<Keys> {
  let held: ReadKeys<Keys> | null = null;
  let attemptedAt = Number.NEGATIVE_INFINITY;
  let isReading = false;

  const ageMs = (): number => (held === null ? Number.POSITIVE_INFINITY : host.now() - held.readAt);
  const usable = (): ReadKeys<Keys> | null => (ageMs() < jwksMaxAgeMs ? held : null);
  const isOtherReading = (): boolean => isReading && host.now() - attemptedAt <= jwksTimeoutMs;

  /** Never rejects. */
  async function attempt(): Promise<void> {
    attemptedAt = host.now();
    isReading = true;
    try {
      const text = await fetchKeySet(host, url);
      const isSame = held !== null && held.text === text;
      const keys = held !== null && isSame ? held.keys : await decode(text);
      const version = (held?.version ?? 0) + (isSame ? 0 : 1);
      held = { keys, text, version, readAt: host.now() };
    } catch (error) {
      const failure =
        error instanceof KeySetError ? error.message : 'it cannot be reached or is not a JWK Set';
      const level = usable() === null ? 'error' : 'warn';
      host.log({ level, message: "The keys of the JWTs' issuer cannot be read.", failure });
    }
    isReading = false;
  }

  /** One request reads, at most once in a while; the others wait for it. */
  async function refresh(keepAlive: KeepAlive): Promise<void> {
    if (isOtherReading()) {
      while (isOtherReading()) await host.sleep(pollMs);
    } else if (host.now() - attemptedAt >= jwksIntervalMs) {
      const work = attempt();
      keepAlive(work);
      await work;
    }
  }

  return {
    async current(keepAlive) {
      const isFresh = ageMs() < jwksFreshMs;
      if (!isFresh && !(usable() !== null && isOtherReading())) await refresh(keepAlive);
      return usable();
    },
    async newerThan({ version }, keepAlive) {
      if (held?.version === version) await refresh(keepAlive);
      return held?.version === version ? null : usable();
    },
  };
}

/** What went wrong with the keys' address, in words for the log. */
class KeySetError extends Error {
  override readonly name = 'KeySetError';
}

/** @throws KeySetError, or what the network throws */
async function fetchKeySet(host: Host, url: string): Promise<string> {
  const abort = new AbortController();
  let endTimer = (): void => {};
  // Whether or not the runtime obeys the signal.
  const timeout = new Promise<never>((_, reject) => {
    endTimer = host.startTimer(jwksTimeoutMs, () => reject(new KeySetError('it does not answer in time')));
  });
  try {
    return await Promise.race([readKeySet(host, url, abort.signal), timeout]);
  } catch (error) {
    abort.abort();
    throw error;
  } finally {
    endTimer();
  }
}

async function readKeySet(host: Host, url: string, signal: AbortSignal): Promise<string> {
  const headers = { accept: 'application/json' };
  const response = await host.fetch(new Request(url, { headers, redirect: 'manual', signal }));
  if (response.status !== 200) {
    await response.body?.cancel();
    throw new KeySetError(`status ${response.status} instead of 200`);
  }
  const text = await readBoundedText(response.body, maxJwksBytes);
  if (text === null) throw new KeySetError(`it has more than ${maxJwksBytes} bytes`);
  return text;
}
