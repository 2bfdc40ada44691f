/** The part of the configuration that says how long copies live, and where. Variables are in seconds. */

import * as v from 'valibot';
import type { CacheSettings, SharedTier } from '../cache/settings.ts';
import * as limits from '../limits.ts';
import { ConfigError, type Environment, readVariable, readWholeNumber } from './read-variable.ts';

const yearSeconds = 31_536_000;

/** @throws ConfigError */
export function readCacheSettings(env: Environment, environment: 'production' | 'local'): CacheSettings {
  const seconds = (name: string, max: number, fallback: number): number =>
    readWholeNumber(env, name, 0, max, fallback) * 1000;
  return {
    sharedTier: readSharedTier(env),
    partitionSecret: readPartitionSecret(env),
    freshForMs: {
      running: seconds('FRESH_RUNNING_SECONDS', 3600, limits.freshRunningSeconds),
      head: seconds('FRESH_HEAD_SECONDS', 3600, limits.freshHeadSeconds),
      settled: seconds('FRESH_SETTLED_SECONDS', yearSeconds, limits.freshSettledSeconds),
      closed: seconds('FRESH_CLOSED_SECONDS', yearSeconds, limits.freshClosedSeconds),
    },
    settleHorizonMs: seconds('SETTLE_HORIZON_SECONDS', yearSeconds, limits.settleHorizonSeconds),
    windows: {
      whileRevalidateMs: seconds(
        'STALE_WHILE_REVALIDATE_SECONDS',
        86_400,
        limits.staleWhileRevalidateSeconds,
      ),
      ifErrorMs: seconds('STALE_IF_ERROR_SECONDS', 7 * 86_400, limits.staleIfErrorSeconds),
    },
    leaseMs: seconds('CREDENTIAL_LEASE_SECONDS', 3600, limits.credentialLeaseSeconds),
    memoryMaxAgeMs: seconds('MEMORY_MAX_AGE_SECONDS', 3600, limits.memoryMaxAgeSeconds),
    memoryBytes: readWholeNumber(env, 'MEMORY_CACHE_BYTES', 1, 100 * 1024 * 1024, limits.memoryCacheBytes),
    noCacheFloorMs: seconds(
      'NO_CACHE_FLOOR_SECONDS',
      3600,
      environment === 'local' ? 0 : limits.noCacheFloorSeconds,
    ),
    callsPerMinute: readWholeNumber(
      env,
      'UPSTREAM_CALLS_PER_MINUTE',
      1,
      100_000,
      limits.upstreamCallsPerMinute,
    ),
  };
}

function readSharedTier(env: Environment): SharedTier {
  const tiers = ['workers-cache', 'cache-api', 'none'] as const;
  return readVariable(
    env,
    { name: 'SHARED_CACHE', schema: v.picklist(tiers), takes: '"workers-cache", "cache-api" or "none"' },
    'cache-api' as const,
  );
}

function readPartitionSecret(env: Environment): string {
  const secret = readVariable(
    env,
    {
      name: 'CACHE_PARTITION_SECRET',
      schema: v.pipe(v.string(), v.minLength(32)),
      takes: 'at least 32 characters, chosen by chance',
      isSecret: true,
    },
    null,
  );
  if (secret === null) {
    throw new ConfigError(
      'CACHE_PARTITION_SECRET is missing; it takes at least 32 characters, chosen by chance, and keeps the copies of different credentials apart.',
    );
  }
  return secret;
}
