/** One check run in depth, and the files that it left behind: what upstream tells of a result by its id alone. */

import type { FreshnessClass } from './freshness.ts';
import type { Resource } from './resource.ts';
import type { SessionResult } from './session-detail.ts';

export interface ResultKey {
  readonly sessionId: string;
  readonly resultId: string;
}

/** A check of an API's answer. Each part is null when upstream tells none; what is no text is written as JSON. */
export interface ResultAssertion {
  /** Verbatim, such as `STATUS_CODE`. */
  readonly source: string | null;
  readonly property: string | null;
  readonly comparison: string | null;
  readonly target: string | null;
  readonly actual: string | null;
  readonly error: string | null;
}

/** Times are milliseconds since the epoch. */
export interface ResultDetail extends SessionResult {
  readonly sequenceId: string | null;
  /** How often the check ran until this result, this time included. */
  readonly attempts: number;
  readonly filePath: string | null;
  readonly isCancelled: boolean;
  readonly isOverMaxResponseTime: boolean;
  readonly privateLocationId: string | null;
  readonly scheduleError: string | null;
  readonly traceId: string | null;
  readonly createdAt: number;
  readonly updatedAt: number | null;
  /** Messages; null when upstream's list of them is malformed. */
  readonly errors: readonly string[] | null;
  /** Empty for what is not a check of an API; null when upstream's list of them is malformed. */
  readonly assertions: readonly ResultAssertion[] | null;
  /** Of the API's answer. */
  readonly responseStatus: number | null;
  /** In words, of an agent's run. */
  readonly summary: string | null;
  /** When upstream answered, milliseconds since the epoch. Set once by the client. */
  readonly fetchedAt: number;
}

/** Null when upstream has none of it. Upstream's text holds signed addresses, which the value does not. */
export const resultDetails: Resource<ResultKey, ResultDetail | null> = {
  name: 'result',
  signed: 'text',
  isValue: (value): value is ResultDetail | null =>
    value === null || (typeof value === 'object' && 'attempts' in value && 'fetchedAt' in value),
  classify: classifyResult,
  explain: (freshness) =>
    freshness === 'settled' ? 'it has ended' : 'it runs, or there was none of this id',
};

function classifyResult(result: ResultDetail | null): FreshnessClass {
  if (result === null) return 'head';
  const { status, stoppedAt, resultType } = result;
  return status === 'RUNNING' || stoppedAt === null || resultType === 'PENDING' ? 'running' : 'settled';
}

/** Whether a check passed only when it was tried again. */
export function isFlaky({ status, resultType, attempts }: ResultDetail): boolean {
  return status === 'PASSED' && resultType !== 'ATTEMPT' && attempts > 1;
}

export const assetTypes = ['log', 'trace', 'video', 'screenshot', 'pcap', 'report', 'file'] as const;
export type AssetType = (typeof assetTypes)[number];

export interface ResultAsset {
  /** Null for a kind that upstream does not document. */
  readonly type: AssetType | null;
  readonly name: string;
  /** Signed: who has it can read the file for a while. */
  readonly url: string;
  readonly contentType: string | null;
}

export type AssetRow =
  | { readonly kind: 'asset'; readonly asset: ResultAsset }
  /** An entry that broke the contract; `problem` names the field, never its value. */
  | { readonly kind: 'malformed'; readonly problem: string };

export interface AssetKey extends ResultKey {
  /** Sorted and free of duplicates; empty for all. */
  readonly types: readonly AssetType[];
}

export interface ResultAssets {
  readonly rows: readonly AssetRow[];
  /** Whether upstream has more than it lists. */
  readonly isCut: boolean;
}

/** No assets for a result that upstream does not have. */
export const resultAssets: Resource<AssetKey, ResultAssets> = {
  name: 'result-assets',
  signed: 'value',
  isValue: (value): value is ResultAssets =>
    typeof value === 'object' && value !== null && 'rows' in value && 'isCut' in value,
  classify: () => 'running',
  explain: () => 'signed addresses are never kept',
};
