/**
 * All sessions of a filter for one question about them, newest first, as far as the bounds allow; and whether that is
 * all. A walk that is done again costs its head: see `walk-memory.ts`. Knows neither cursors nor GraphQL.
 */

import { matchesComparison } from '../domain/compared-filter.ts';
import { isInRange, type SessionFilter, toFingerprintText } from '../domain/filter.ts';
import { type PageRequest, type ReadPage, type SessionPage, sessionPages } from '../domain/page.ts';
import type { Load } from '../domain/resource.ts';
import type { SessionSummary } from '../domain/session.ts';
import { UpstreamError } from '../errors/upstream-error.ts';
import { maxWalkedPages, maxWalkedSessions } from '../limits.ts';
import { readSessions } from './read-sessions.ts';
import { startOfList, toRollingStart } from './session-listing.ts';
import type { SessionPlace } from './session-place.ts';
import {
  planWalk,
  replanWalk,
  type Segment,
  toHead,
  type WalkedHead,
  type WalkMemory,
} from './walk-memory.ts';

export interface WalkSource {
  readonly load: Load;
  /** Puts a page that was not read into the cache. */
  readonly keepPage: (request: PageRequest, page: SessionPage) => void;
  readonly memory: WalkMemory;
  /** Rows asked from upstream at a time, 1 to 100. */
  readonly pageSize: number;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** Sessions that came together. */
interface WalkedBatch {
  readonly sessions: readonly SessionSummary[];
  /** The page that they are, all of it and nothing else; null for anything else. */
  readonly page: SessionPage | null;
}

export interface Walk {
  /** Newest first, each once, in the filter's range to the millisecond. */
  readonly sessions: readonly SessionSummary[];
  /** The same sessions as they came. */
  readonly batches: readonly WalkedBatch[];
  /** Rows that could not be decoded. */
  readonly malformed: number;
  /** False when a bound ended the walk: older sessions were not looked at. */
  readonly isAll: boolean;
  /** The filter's range, milliseconds since the epoch, the end exclusive; null where it is open. */
  readonly fromMs: number | null;
  readonly toMs: number | null;
}

/** One request's walks: the same filter is walked once. The returned function throws UpstreamError. */
export function createWalks(source: WalkSource): (filter: SessionFilter) => Promise<Walk> {
  const walks = new Map<string, Promise<Walk>>();
  return (filter) => {
    const name = toFingerprintText(filter);
    const walk = walks.get(name) ?? walkSessions(source, filter);
    walks.set(name, walk);
    return walk;
  };
}

async function walkSessions(source: WalkSource, filter: SessionFilter): Promise<Walk> {
  const { memory, now, pageSize } = source;
  const { exact, asked } = toRanges(filter, now);
  const settings = { filter: asked, pageSize, startOfList: startOfList(pageSize, null) };
  const name = `${pageSize} ${toFingerprintText(asked)}`;
  // Behind the end of a range that has ended nothing shifts.
  const isOpen = asked.toMs === null || asked.toMs > now;
  const plan = isOpen ? memory.get(name) : null;
  const head =
    plan === null ? { filter: asked, start: settings.startOfList, isSmall: false } : toHead(settings, plan);
  const reading = createReading(source, exact);
  try {
    const walked = await reading.readSegments([head, ...(plan?.rest ?? [])]);
    if (!isOpen) return walked;
    const next =
      plan === null ? planWalk(settings, reading.head()) : replanWalk(settings, plan, reading.head());
    if (next.part !== null) source.keepPage(next.part.request, next.part.page);
    if (next.plan === null) memory.delete(name);
    else memory.put(name, next.plan, planBytes(name, next.plan.rest));
    return walked;
  } catch (error) {
    // Tokens that lead nowhere any more are not tried again.
    if (error instanceof UpstreamError && error.failure.kind === 'invalid-response') memory.delete(name);
    throw error;
  }
}

/** As they are in memory, roughly. */
function planBytes(name: string, segments: readonly Segment[]): number {
  return 2 * (name.length + JSON.stringify(segments).length);
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/**
 * The range to the millisecond, and the one that upstream is asked for: a rolling start moves by minutes, and with
 * it all pages would be others, so that upstream is asked from an earlier hour or day on.
 */
function toRanges(filter: SessionFilter, now: number): { exact: SessionFilter; asked: SessionFilter } {
  const { createdWithinMs } = filter;
  if (createdWithinMs === null) return { exact: filter, asked: filter };
  const fromMs = Math.max(0, toRollingStart(createdWithinMs, now));
  const exact = { ...filter, fromMs, createdWithinMs: null };
  const stepMs = createdWithinMs >= 14 * dayMs ? dayMs : createdWithinMs >= 12 * hourMs ? hourMs : minuteMs;
  return { exact, asked: { ...exact, fromMs: Math.floor(fromMs / stepMs) * stepMs } };
}

interface Reading {
  readSegments(segments: readonly Segment[]): Promise<Walk>;
  /** What was read of the first segment. */
  head(): WalkedHead;
}

function createReading({ load, now }: WalkSource, exact: SessionFilter): Reading {
  const seen = new Set<string>();
  const batches: WalkedBatch[] = [];
  const headPages: SessionPage[] = [];
  let afterFirst: SessionPlace | null = null;
  let [pages, malformed, found] = [0, 0, 0];
  /** Whether a session was left out. */
  let isCut = false;

  function take(rows: SessionPage['rows'], page: SessionPage): void {
    const sessions: SessionSummary[] = [];
    for (const row of rows) {
      if (row.kind === 'malformed') {
        if (row.createdAt === null || isInRange(exact, row.createdAt)) malformed += 1;
        continue;
      }
      const { sessionId, createdAt } = row.session;
      if (seen.has(sessionId) || !isInRange(exact, createdAt)) continue;
      if (!matchesComparison(exact, row.session)) continue;
      if (found + sessions.length === maxWalkedSessions) {
        isCut = true;
        break;
      }
      seen.add(sessionId);
      sessions.push(row.session);
    }
    found += sessions.length;
    const isPage = sessions.length === page.rows.length && rows.length === page.rows.length;
    batches.push({ sessions, page: isPage && rows[0] === page.rows[0] ? page : null });
  }

  const isBounded = () => pages >= maxWalkedPages || found >= maxWalkedSessions;

  /** Whether the segment was read to its end. */
  async function readSegment({ filter, start }: Segment, isHead: boolean): Promise<boolean> {
    const read: SessionPage[] = [];
    const readPage: ReadPage = async (request, options) => {
      const page = await load(sessionPages, request, { ...options, outlastsNoCache: true });
      pages += 1;
      read.push(page);
      return page;
    };
    for await (const { rows: stretch } of readSessions({ readPage, now, filter }, start)) {
      const page = read.at(-1);
      if (page === undefined) continue;
      const rows = stretch.map(({ row }) => row);
      take(rows, page);
      if (isHead) {
        if (headPages.length === 0) afterFirst = stretch.at(-1)?.after ?? null;
        headPages.push(page);
      }
      if (isBounded() && page.nextToken !== null) return false;
    }
    return true;
  }

  return {
    async readSegments(segments) {
      let isAll = true;
      for (const [index, segment] of segments.entries()) {
        if (index > 0 && isBounded()) isAll = false;
        if (isAll) isAll = await readSegment(segment, index === 0);
      }
      const sessions = batches.flatMap((batch) => batch.sessions);
      sessions.sort((a, b) => b.createdAt - a.createdAt);
      return { sessions, batches, malformed, isAll: isAll && !isCut, fromMs: exact.fromMs, toMs: exact.toMs };
    },
    head: () => ({ pages: headPages, afterFirst, pagesRead: pages }),
  };
}
