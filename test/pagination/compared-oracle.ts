/** What the gateway compares, decided by brute force on upstream's raw rows; shares nothing with the gateway. */

import * as v from 'valibot';

const text = v.nullish(v.string(), null);
export const rawRow = v.object({
  id: v.string(),
  name: v.string(),
  projectId: text,
  environment: text,
  commitId: text,
  invoker: v.nullish(v.object({ name: v.string() }), null),
  startedAt: v.string(),
  stoppedAt: text,
  created_at: v.string(),
});
export type RawRow = v.InferOutput<typeof rawRow>;

export interface Compared {
  readonly commits?: readonly string[];
  readonly environments?: readonly string[];
  readonly projectIds?: readonly string[];
  readonly names?: readonly string[];
  readonly invokers?: readonly string[];
  readonly durationMs?: { readonly min?: number; readonly max?: number };
}

export function isWanted(filter: Compared, row: RawRow): boolean {
  const isIn = (list: readonly string[] | undefined, value: string | null | undefined) =>
    list === undefined || list.length === 0 || list.some((wanted) => wanted === value);
  const sha = row.commitId?.toLowerCase() ?? '';
  const isCommit = (asked: string) =>
    sha.length >= 7 && (sha.startsWith(asked.toLowerCase()) || asked.toLowerCase().startsWith(sha));
  const tookMs = row.stoppedAt === null ? Number.NaN : Date.parse(row.stoppedAt) - Date.parse(row.startedAt);
  const { commits = [], durationMs = {} } = filter;
  const isTimed = durationMs.min !== undefined || durationMs.max !== undefined;
  return (
    (commits.length === 0 || commits.some(isCommit)) &&
    isIn(filter.environments, row.environment) &&
    isIn(filter.names, row.name) &&
    isIn(filter.invokers, row.invoker?.name) &&
    isIn(
      filter.projectIds?.map((id) => id.toLowerCase()),
      row.projectId?.toLowerCase(),
    ) &&
    (!isTimed || (tookMs >= Math.max(0, durationMs.min ?? 0) && tookMs <= (durationMs.max ?? Infinity)))
  );
}
