/** Which sessions a reader asks for: the filter of a connection, and the filter of one upstream page. */

import type { SessionProvider, SessionStatus } from './session.ts';

interface SessionTraits {
  /** Empty lists mean "all". Lists are sorted and free of duplicates. */
  readonly statuses: readonly SessionStatus[];
  readonly branches: readonly string[];
  readonly users: readonly string[];
  readonly providers: readonly SessionProvider[];
  readonly includeWithoutUser: boolean;
  readonly search: string | null;
  readonly errorGroupId: string | null;
}

/** A connection's filter. `fromMs` is inclusive, `toMs` exclusive, both milliseconds since the epoch. */
export interface SessionFilter extends SessionTraits {
  readonly fromMs: number | null;
  readonly toMs: number | null;
  /** How far back from now the connection reaches; its start is fixed when the first page is read. */
  readonly createdWithinMs: number | null;
}

/** One upstream page's filter. `fromSeconds` is inclusive, `toSeconds` exclusive, both Unix seconds. */
export interface PageFilter extends SessionTraits {
  readonly fromSeconds: number | null;
  readonly toSeconds: number | null;
}

/** The page filter that covers `filter`: its start floored and its end ceiled to whole seconds. */
export function toPageFilter(filter: SessionFilter): PageFilter {
  const { fromMs, toMs, createdWithinMs: _fixedInFromMs, ...traits } = filter;
  return {
    ...traits,
    fromSeconds: fromMs === null ? null : Math.floor(fromMs / 1000),
    toSeconds: toMs === null ? null : Math.ceil(toMs / 1000),
  };
}

/** Whether a session created at `createdAt` lies in the filter's range, to the millisecond. */
export function isInRange(filter: SessionFilter, createdAt: number): boolean {
  return (
    (filter.fromMs === null || createdAt >= filter.fromMs) &&
    (filter.toMs === null || createdAt < filter.toMs)
  );
}

/** Whether the filter leaves out sessions that may match it later: by their state, their errors or their text. */
export function hidesRows({ statuses, errorGroupId, search }: SessionTraits): boolean {
  return statuses.length > 0 || errorGroupId !== null || search !== null;
}
