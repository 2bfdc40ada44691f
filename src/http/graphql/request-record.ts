/**
 * What is told of one GraphQL request from outside: its line in the log and its `Server-Timing`. Holds neither key,
 * token, variable nor body.
 */

import type { CacheTrace, TracedRead } from '../../cache/trace.ts';
import { type Reader, toLogName } from '../../credentials/reader.ts';
import type { Host } from '../../host.ts';
import { type NamedDocument, nameDocument } from './name-document.ts';
import type { AskedRequest } from './read-request.ts';

/** Filled in as the request goes on. */
export interface RequestRecord {
  reader: Reader | null;
  asked: AskedRequest | null;
  /** Of a cached response it is kept; else it is made when the line is written. */
  named: NamedDocument | null;
  /** Null when nothing was executed. */
  trace: CacheTrace | null;
  /** The codes of a response whose errors are in no trace. */
  errorCodes: readonly string[];
  /** Null when nobody knows. */
  cost: number | null;
  isCachedResponse: boolean;
}

export function createRequestRecord(): RequestRecord {
  return {
    reader: null,
    asked: null,
    named: null,
    trace: null,
    errorCodes: [],
    cost: null,
    isCachedResponse: false,
  };
}

/** From the nearest store to the farthest, and the worst of a request's reads counts. */
type CacheResult = 'response' | 'memory' | 'edge' | 'stale' | 'miss' | 'none';

export interface Outcome {
  readonly requestId: string;
  readonly status: number;
  readonly ms: number;
}

/** Writes the line, unless the sample leaves it out. `percent`: of the requests; at 0 none. */
export function logRequest(host: Host, percent: number, record: RequestRecord, outcome: Outcome): void {
  if (percent === 0) return;
  const { requestId, status, ms } = outcome;
  const codes = errorCodesOf(record);
  const isFailed = codes.length > 0 || status >= 400;
  if (!isFailed && percent < 100 && host.random() * 100 >= percent) return;
  const { operation, document } = namedOf(record);
  const { reader } = record;
  host.log({
    level: 'info',
    message: 'GraphQL request.',
    requestId,
    operation,
    document,
    tenant: reader === null ? null : toLogName(reader.accountTag),
    client: reader === null ? null : toLogName(reader.client),
    status,
    errorCodes: codes,
    cost: record.cost,
    upstreamCalls: record.trace?.upstreamCalls() ?? 0,
    cache: toCacheResult(record),
    ms,
  });
}

/** The W3C's Server Timing; milliseconds. */
export function toServerTiming(record: RequestRecord, ms: number): string {
  const upstreamMs = record.trace?.upstreamMs() ?? 0;
  return `total;dur=${ms}, upstream;dur=${upstreamMs}, cache;desc="${toCacheResult(record)}"`;
}

/** Made once for a request. */
export function namedOf(record: RequestRecord): NamedDocument {
  record.named ??= record.asked === null ? { operation: null, document: null } : nameDocument(record.asked);
  return record.named;
}

/** The codes of a text that holds nothing but errors. */
export function readErrorCodes(text: string): readonly string[] {
  if (!text.startsWith('{"errors"')) return [];
  const codes = text.matchAll(/"extensions":\{(?:[^{}]*,)?"code":"([A-Z_]+)"/g);
  return [...new Set([...codes].map(([, code = '']) => code))];
}

function errorCodesOf({ trace, errorCodes }: RequestRecord): readonly string[] {
  const traced = trace?.errorCodes() ?? [];
  return traced.length > 0 ? traced : errorCodes;
}

function toCacheResult({ isCachedResponse, trace }: RequestRecord): CacheResult {
  if (isCachedResponse) return 'response';
  const reads = trace?.reads ?? [];
  const has = (isSo: (read: TracedRead) => boolean): boolean => reads.some(isSo);
  if (has(({ state }) => state !== 'fresh')) return 'stale';
  if (has(({ source }) => source === 'upstream')) return 'miss';
  if (has(({ source }) => source === 'edge')) return 'edge';
  if (reads.length > 0) return 'memory';
  return (trace?.upstreamCalls() ?? 0) > 0 ? 'miss' : 'none';
}
