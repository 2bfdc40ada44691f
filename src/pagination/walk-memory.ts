/**
 * Where the settled part of a walk begins. A walk that is done again reads its head as a window that starts at a fixed
 * time, and goes on from there as before: new sessions do not shift the pages behind it. Holds places, no sessions.
 */

import { type SessionFilter, toPageFilter } from '../domain/filter.ts';
import type { PageRequest, PageRow, SessionPage } from '../domain/page.ts';
import type { SessionSummary } from '../domain/session.ts';
import { maxWalkedPages } from '../limits.ts';
import type { SessionPlace } from './session-place.ts';

/** A part of a walk, read to its end from `start` on. */
export interface Segment {
  readonly filter: SessionFilter;
  readonly start: SessionPlace;
  /** A window cut from one head, which holds half a page or so. */
  readonly isSmall: boolean;
}

export interface WalkPlan {
  /** Unix seconds: the head is what was created then or later. */
  readonly headFromSeconds: number;
  /** What lies before, newest first. */
  readonly rest: readonly Segment[];
}

/** By name; bounded in bytes. */
export interface WalkMemory {
  get(name: string): WalkPlan | null;
  put(name: string, plan: WalkPlan, bytes: number): void;
  delete(name: string): void;
}

/** A part of a page that is a page of its own window, so that it need not be read. */
interface PartPage {
  readonly request: PageRequest;
  readonly page: SessionPage;
}

export interface PlannedWalk {
  /** Null where the next walk begins anew. */
  readonly plan: WalkPlan | null;
  /** Null where upstream has to be asked for it. */
  readonly part: PartPage | null;
}

/** What was read of the head: all its pages in order, and the place after the first. */
export interface WalkedHead {
  /** Pages of the whole walk. */
  readonly pagesRead: number;
  readonly pages: readonly SessionPage[];
  /** Null when it was not given. */
  readonly afterFirst: SessionPlace | null;
}

interface WalkSettings {
  /** The walk's filter, with the start that upstream is asked for. */
  readonly filter: SessionFilter;
  readonly pageSize: number;
  readonly startOfList: SessionPlace;
}

/** Small windows that become one, which is read anew. */
const joinedWindows = 4;

/** What a walk may grow by until it is done again. */
const sparePages = 3;

/** After a first walk. The older half of its first page becomes a window, so that the head has room to grow. */
export function planWalk(settings: WalkSettings, { pages, afterFirst }: WalkedHead): PlannedWalk {
  const [first, second] = pages;
  const sessions = first === undefined ? null : newestFirst(first);
  const last = sessions?.at(-1);
  if (first === undefined || sessions === null || last === undefined || afterFirst === null) return nothing;
  if (afterFirst.page.side !== 'before' || afterFirst.page.boundary === null) return nothing;
  const fromSeconds = toSeconds(last);
  const headFromSeconds = cutSeconds(sessions, fromSeconds);
  if (headFromSeconds === null) return nothing;
  const window = toWindow(settings, fromSeconds, headFromSeconds);
  const plan = {
    headFromSeconds,
    rest: [window, { filter: settings.filter, start: afterFirst, isSmall: false }],
  };
  // The window holds whole seconds: one that goes on behind the page is not all here.
  const next = second?.rows[0];
  const isWhole = next?.kind === 'session' && toSeconds(next.session) < fromSeconds;
  return { plan, part: isWhole ? toPart(settings, window, first) : null };
}

/** After a walk by `plan`: where its head has grown, the older part of it becomes a window. */
export function replanWalk(
  settings: WalkSettings,
  plan: WalkPlan,
  { pages, pagesRead }: WalkedHead,
): PlannedWalk {
  const [first] = pages;
  // Begun anew, the same sessions fit into fewer pages, whose number is bounded.
  if (pagesRead > maxWalkedPages - sparePages) return nothing;
  if (first === undefined || (pages.length === 1 && first.rows.length <= settings.pageSize * 0.75))
    return { plan, part: null };
  const sessions = newestFirst(first);
  const headFromSeconds = sessions === null ? null : cutSeconds(sessions, plan.headFromSeconds);
  if (headFromSeconds === null) return nothing;
  const window = toWindow(settings, plan.headFromSeconds, headFromSeconds);
  const isWhole = pages.length === 1 && first.nextToken === null;
  return {
    plan: { headFromSeconds, rest: joinWindows([window, ...plan.rest]) },
    part: isWhole ? toPart(settings, window, first) : null,
  };
}

export function toHead({ filter, startOfList }: WalkSettings, { headFromSeconds }: WalkPlan): Segment {
  return { filter: { ...filter, fromMs: headFromSeconds * 1000 }, start: startOfList, isSmall: true };
}

const nothing: PlannedWalk = { plan: null, part: null };

/** In the middle; null where all are of one second, or of seconds before `afterSeconds`. */
function cutSeconds(sessions: readonly SessionSummary[], afterSeconds: number): number | null {
  const middle = sessions[Math.floor(sessions.length / 2)];
  return middle === undefined || toSeconds(middle) <= afterSeconds ? null : toSeconds(middle);
}

function toWindow(
  { filter, startOfList }: WalkSettings,
  fromSeconds: number,
  toSecondsExclusive: number,
): Segment {
  return {
    filter: { ...filter, fromMs: fromSeconds * 1000, toMs: toSecondsExclusive * 1000 },
    start: startOfList,
    isSmall: true,
  };
}

/** Pages that are half empty would add up. Nothing lies between windows that follow each other. */
function joinWindows(segments: readonly Segment[]): readonly Segment[] {
  const small = segments.slice(0, joinedWindows).filter(({ isSmall }) => isSmall);
  const [newest, oldest] = [small[0], small[joinedWindows - 1]];
  if (newest === undefined || oldest === undefined) return segments;
  const filter = { ...newest.filter, fromMs: oldest.filter.fromMs };
  return [{ ...newest, filter, isSmall: false }, ...segments.slice(joinedWindows)];
}

function toPart({ pageSize }: WalkSettings, window: Segment, { rows, fetchedAt }: SessionPage): PartPage {
  const filter = toPageFilter(window.filter);
  const { toMs } = window.filter;
  const isInWindow = (row: PageRow) =>
    row.kind === 'session' && (toMs === null || row.session.createdAt < toMs);
  return {
    request: { filter, size: pageSize, token: null },
    page: { rows: rows.filter(isInWindow), nextToken: null, fetchedAt },
  };
}

/** Null for a page with a malformed row, or in another order: upstream lists newest first in practice, not by contract. */
function newestFirst({ rows }: SessionPage): readonly SessionSummary[] | null {
  const sessions: SessionSummary[] = [];
  for (const row of rows) {
    if (row.kind !== 'session' || row.session.createdAt > (sessions.at(-1)?.createdAt ?? Infinity))
      return null;
    sessions.push(row.session);
  }
  return sessions;
}

function toSeconds({ createdAt }: SessionSummary): number {
  return Math.floor(createdAt / 1000);
}
