/** From `first` and `after` to edges and page info, over upstream pages. GraphQL types do not appear here. */

import { isInRange, type SessionFilter } from '../domain/filter.ts';
import type { PageRow, ReadPage } from '../domain/page.ts';
import { type CursorOwner, decodeCursor, encodeCursor } from './cursor.ts';
import { fingerprintAccount, fingerprintFilter } from './fingerprint.ts';
import type { Position } from './position.ts';
import { type PlacedRow, readForward } from './read-forward.ts';

export interface WalkArguments {
  readonly filter: SessionFilter;
  /** How many edges, 0 or more. */
  readonly first: number;
  /** Null to start from the newest session. */
  readonly after: string | null;
}

export interface WalkSource {
  readonly readPage: ReadPage;
  /** Rows asked from upstream at a time, 1 to 100, whatever `first` is. */
  readonly pageSize: number;
  /** Null for a service key that came without an account. */
  readonly accountId: string | null;
  /** Seals cursors. */
  readonly cursorSecret: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

export interface SessionEdge {
  readonly row: PageRow;
  /** Made when asked: most queries need one or two of hundreds. */
  cursor(): string;
}

export interface SessionConnection {
  readonly edges: readonly SessionEdge[];
  /** True when `after` was given: Relay allows this for forward paging, where looking back would cost a call. */
  readonly hasPreviousPage: boolean;
  /** Exact; may cost one more upstream call, made only when asked. @throws UpstreamError */
  hasNextPage(): Promise<boolean>;
}

/** @throws InputError for a bad cursor, before any upstream call; UpstreamError when a page cannot be had. */
export async function walkSessions(source: WalkSource, args: WalkArguments): Promise<SessionConnection> {
  const owner: CursorOwner = {
    filter: fingerprintFilter(args.filter),
    account: fingerprintAccount(source.accountId),
    secret: source.cursorSecret,
  };
  const start = args.after === null ? startOfList(source, args.filter) : decodeCursor(args.after, owner);
  const filter = { ...args.filter, fromMs: start.rollingFromMs ?? args.filter.fromMs };
  const rows = rowsInRange(readForward(source.readPage, filter, start), filter);
  const edges = await take(rows, args.first, owner);
  let hasNextPage: Promise<boolean> | null = null;
  return {
    edges,
    hasPreviousPage: args.after !== null,
    hasNextPage() {
      hasNextPage ??= rows.next().then(({ done }) => done !== true);
      return hasNextPage;
    },
  };
}

/** A rolling start moves by whole minutes, so that the pages behind it can be cached. */
const rollingStepMs = 60_000;

function toRollingStart(createdWithinMs: number, now: number): number {
  return Math.floor((now - createdWithinMs) / rollingStepMs) * rollingStepMs;
}

/** When a filter that begins so long before now begins elsewhere, milliseconds since the epoch. */
export function nextRollingStart(createdWithinMs: number, now: number): number {
  return toRollingStart(createdWithinMs, now) + createdWithinMs + rollingStepMs;
}

function startOfList({ pageSize, now }: WalkSource, { createdWithinMs }: SessionFilter): Position {
  const rollingFromMs = createdWithinMs === null ? null : Math.max(0, toRollingStart(createdWithinMs, now));
  return {
    kind: 'before',
    page: { token: null, windowToSeconds: null, size: pageSize },
    anchor: null,
    malformedRowsAfterAnchor: 0,
    asOf: null,
    rollingFromMs,
  };
}

/** The rows that the filter covers to the millisecond, each session once. */
async function* rowsInRange(
  stretches: AsyncGenerator<readonly PlacedRow[]>,
  filter: SessionFilter,
): AsyncGenerator<PlacedRow> {
  const given = new Set<string>();
  for await (const stretch of stretches) {
    for (const placed of stretch) {
      if (placed.row.kind === 'session') {
        const { sessionId, createdAt } = placed.row.session;
        if (given.has(sessionId) || !isInRange(filter, createdAt)) continue;
        given.add(sessionId);
      }
      yield placed;
    }
  }
}

async function take(
  rows: AsyncGenerator<PlacedRow>,
  first: number,
  owner: CursorOwner,
): Promise<SessionEdge[]> {
  const edges: SessionEdge[] = [];
  while (edges.length < first) {
    const { value, done } = await rows.next();
    if (done === true) break;
    edges.push({ row: value.row, cursor: () => encodeCursor(value.after, owner) });
  }
  return edges;
}
