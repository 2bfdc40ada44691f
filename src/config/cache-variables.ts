/** The part of the variables' table that says how long cache entries are served, whose they are, and where they are stored. */

import * as v from 'valibot';
import * as limits from '../limits.ts';
import { choice, onOff, requiredSecret, seconds, wholeNumber } from './variable-kinds.ts';

const yearSeconds = 31_536_000;
const daySeconds = 86_400;

export const cacheVariables = {
  /** Keys every partition; never in a name, a log or a response. */
  partitionSecret: requiredSecret({
    name: 'CACHE_PARTITION_SECRET',
    schema: v.pipe(v.string(), v.minLength(32)),
    takes: 'at least 32 random characters',
    purpose: 'keeps the cache entries of different credentials apart',
    description:
      'Keeps the cache entries of different credentials apart, and seals cursors. `npm start` and the tests bring one.',
  }),
  sharedTier: choice({
    name: 'SHARED_CACHE',
    options: ['cache-api', 'none'],
    default: 'cache-api',
    description:
      "Where cache entries are stored beyond the memory of an isolate. `cache-api`: on Workers in the data centre's Cache API, on Node in the Redis or Valkey of [`REDIS_URL`](node.md#variables-of-the-process), if it is set. `none`: nowhere.",
  }),
  /** By what a page can still become. */
  freshForMs: {
    running: seconds({
      name: 'FRESH_RUNNING_SECONDS',
      to: 3600,
      default: limits.freshRunningSeconds,
      description: 'How long a page with a running session is fresh.',
    }),
    head: seconds({
      name: 'FRESH_HEAD_SECONDS',
      to: 3600,
      default: limits.freshHeadSeconds,
      description: 'How long the head of a list is fresh: its first page, which new sessions join.',
    }),
    settled: seconds({
      name: 'FRESH_SETTLED_SECONDS',
      to: yearSeconds,
      default: limits.freshSettledSeconds,
      description: 'How long a page further down is fresh when no session in it is running.',
    }),
    closed: seconds({
      name: 'FRESH_CLOSED_SECONDS',
      to: yearSeconds,
      default: limits.freshClosedSeconds,
      description:
        'How long a page is fresh whose filter ends (`to`) in the past, when no session in it is running.',
    }),
  },
  settleHorizonMs: seconds({
    name: 'SETTLE_HORIZON_SECONDS',
    to: yearSeconds,
    default: limits.settleHorizonSeconds,
    description:
      'Under `statuses`, `errorGroupId` or `search`, which a session may come to match later, a page counts as settled only when its sessions are older than this.',
  }),
  /** The stale policy (RFC 5861). */
  stale: {
    whileRevalidateMs: seconds({
      name: 'STALE_WHILE_REVALIDATE_SECONDS',
      to: daySeconds,
      default: limits.staleWhileRevalidateSeconds,
      description: 'How long past its freshness a cache entry is served while it is refreshed.',
    }),
    ifErrorMs: seconds({
      name: 'STALE_IF_ERROR_SECONDS',
      to: 7 * daySeconds,
      default: limits.staleIfErrorSeconds,
      description: 'How long past its freshness a cache entry is served when Checkly fails.',
    }),
  },
  validForMs: seconds({
    name: 'CREDENTIAL_VALID_SECONDS',
    to: 3600,
    default: limits.credentialValidSeconds,
    description: 'How long a credential is served from the cache after Checkly last accepted it.',
  }),
  memoryMaxAgeMs: seconds({
    name: 'MEMORY_MAX_AGE_SECONDS',
    to: 3600,
    default: limits.memoryMaxAgeSeconds,
    description: 'How long an isolate may go without hearing of a purge, or of a refused credential.',
  }),
  memoryBytes: wholeNumber({
    name: 'MEMORY_CACHE_BYTES',
    from: 1,
    to: 32 * 1024 * 1024,
    unit: 'bytes',
    default: limits.memoryBytes.entries,
    description:
      'Memory for cache entries in an isolate. All that it remembers together stays below half of its 128 MB.',
  }),
  /** For each page. */
  noCacheFloorMs: seconds({
    name: 'NO_CACHE_FLOOR_SECONDS',
    to: 3600,
    default: limits.noCacheFloorSeconds,
    description:
      'The least time between two reads of one page that `Cache-Control: no-cache` in requests may cause. The default is 0 when `ENVIRONMENT` is `local`.',
  }),
  isPrefetching: onOff({
    name: 'PREFETCH_NEXT_PAGE',
    default: 'off',
    description:
      'Whether the page of Checkly that `testSessions` is about to need is fetched behind the response, so that paging on waits for no call.',
  }),
  /** Of an account, in any 60 seconds. */
  callsPerMinute: wholeNumber({
    name: 'UPSTREAM_CALLS_PER_MINUTE',
    from: 1,
    to: 100_000,
    unit: 'calls',
    default: limits.upstreamCallsPerMinute,
    description:
      'Calls to Checkly that all readers of an account together may cause in any 60 seconds. The last tenth is reserved for readers without a cache entry to fall back on, and the last half for what readers have asked for. Counted for the whole gateway by the Durable Object `ACCOUNTS`; where that cannot be reached, in each isolate by itself. On Node each process counts its own.',
  }),
};
