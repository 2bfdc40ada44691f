/** Random results of sessions, in short and in depth, and their assets. */

import { assetTypes, type ResultAssets, type ResultDetail } from '../../src/domain/result-detail.ts';
import type { ResultRow, SessionResult } from '../../src/domain/session-detail.ts';
import type { Random } from './random.ts';

export function orNull<Value>(random: Random, value: Value): Value | null {
  return random.chance(0.3) ? null : value;
}

export function toIds(random: Random): string[] {
  return Array.from({ length: random.below(3) }, () => `id ${random.below(5)}`);
}

export function toResultRow(random: Random): ResultRow {
  if (random.chance(0.2)) return { kind: 'malformed', problem: 'a number is missing' };
  return { kind: 'result', result: toResult(random) };
}

function toResult(random: Random): SessionResult {
  return {
    resultId: `result ${random.below(9)}`,
    url: 'https://app.checklyhq.com/results/1',
    name: orNull(random, 'login'),
    checkId: orNull(random, 'check'),
    checkType: 'BROWSER',
    runLocation: orNull(random, 'eu-west-1'),
    errorGroupIds: toIds(random),
    resultType: orNull(random, 'FINAL'),
    status: orNull(random, 'PASSED'),
    hasErrors: random.chance(0.5),
    hasFailures: random.chance(0.5),
    isDegraded: random.chance(0.5),
    isAborted: random.chance(0.5),
    responseTimeMs: orNull(random, random.chance(0.1) ? Number.POSITIVE_INFINITY : 12.5),
    startedAt: orNull(random, 1_700_000_000_000),
    stoppedAt: orNull(random, 1_700_000_000_000),
  };
}

export function toResultDetail(random: Random): ResultDetail {
  return {
    ...toResult(random),
    sequenceId: orNull(random, 'sequence'),
    attempts: random.chance(0.1) ? 1.5 : 1 + random.below(3),
    filePath: orNull(random, 'login.spec.ts'),
    isCancelled: random.chance(0.5),
    isOverMaxResponseTime: random.chance(0.5),
    privateLocationId: orNull(random, 'location'),
    scheduleError: orNull(random, 'no room'),
    traceId: orNull(random, 'trace'),
    createdAt: random.chance(0.1) ? Number.NaN : 1_700_000_000_000,
    updatedAt: orNull(random, 1_700_000_000_000),
    errors: orNull(random, toIds(random)),
    assertions: orNull(
      random,
      Array.from({ length: random.below(3) }, () => ({
        source: orNull(random, 'STATUS_CODE'),
        property: orNull(random, '$.a'),
        comparison: orNull(random, 'EQUALS'),
        target: orNull(random, '200'),
        actual: orNull(random, '503'),
        error: orNull(random, 'it is another'),
      })),
    ),
    responseStatus: orNull(random, 200),
    summary: orNull(random, 'all is well'),
    fetchedAt: 1_700_000_000_000,
  };
}

export function toAssets(random: Random): ResultAssets {
  const rows = Array.from({ length: random.below(4) }, () => {
    if (random.chance(0.2)) return { kind: 'malformed' as const, problem: 'an address is missing' };
    const type = orNull(random, random.pick(assetTypes));
    const url = 'https://assets.example/log.txt?signature=1';
    return {
      kind: 'asset' as const,
      asset: { type, name: 'log.txt', url, contentType: orNull(random, 'text/plain') },
    };
  });
  return { rows, isCut: random.chance(0.3) };
}
