/** One line of words about an answer: how long it took, where it came from and what it cost. Pure. */

export interface Answer {
  readonly status: number;
  readonly durationMs: number;
  readonly headers: Headers;
  /** The answer's JSON; undefined for a stream. */
  readonly body: unknown;
}

export function describeAnswer({ status, durationMs, headers, body }: Answer): string {
  const parts = [`HTTP ${status}`, `${Math.round(durationMs)} ms`];
  if (body === undefined) return [...parts, 'a stream of events'].join(' · ');
  const cache = describeCache(headers.get('cache-status'));
  if (cache !== null) parts.push(cache);
  const age = headers.get('age');
  if (age !== null) parts.push(`${age} s old`);
  const cost = describeCost(readField(readField(body, 'extensions'), 'cost'));
  if (cost !== null) parts.push(cost);
  return parts.join(' · ');
}

/** The code of the first error; null when the answer has none. */
export function readRefusal(body: unknown): string | null {
  const errors = readField(body, 'errors');
  if (!Array.isArray(errors)) return null;
  const code = readField(readField(errors[0], 'extensions'), 'code');
  return typeof code === 'string' ? code : null;
}

const tiers: Readonly<Record<string, string>> = {
  'gateway-responses': 'the whole answer',
  'gateway-memory': 'memory',
  'gateway-edge': 'edge cache',
};

/** Of `Cache-Status` (RFC 9211), the members that say where the answer came from; null without the header. */
function describeCache(cacheStatus: string | null): string | null {
  if (cacheStatus === null) return null;
  const hit = cacheStatus.split(/,(?=\s*gateway)/).find((member) => /;\s*hit\b/.test(member));
  if (hit === undefined) return 'cache: miss';
  const [name = ''] = hit.trim().split(';');
  const ttlSeconds = Number(/ttl=(-?\d+)/.exec(hit)?.[1]);
  const freshness = ttlSeconds > 0 ? `, fresh for ${ttlSeconds} s` : ttlSeconds < 0 ? ', stale' : '';
  return `cache: hit in ${tiers[name] ?? name}${freshness}`;
}

function describeCost(cost: unknown): string | null {
  const calls = readField(cost, 'upstreamCalls');
  const saved = readField(cost, 'savedCalls');
  if (typeof calls !== 'number') return null;
  const more = typeof saved === 'number' && saved > 0 ? `, ${saved} saved` : '';
  return `${calls} ${calls === 1 ? 'call' : 'calls'} to Checkly${more}`;
}

function readField(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
