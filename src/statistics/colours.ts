/** What each name came to on each branch, in time: what is red, since when, and what changes its colour. Pure. */

import { type SessionSummary, toDurationMs } from '../domain/session.ts';
import { isDecided } from './groups.ts';
import { createMemo } from './memo.ts';

/** The sessions of one name on one branch. */
export interface Course {
  readonly name: string;
  /** Null for those of no branch. */
  readonly branch: string | null;
  /** Newest first; not empty. */
  readonly sessions: readonly SessionSummary[];
}

const knownCourses = createMemo<readonly Course[]>();
const knownStreaks = createMemo<readonly RedStreak[]>();
const knownFlakiness = createMemo<readonly Flakiness[]>();
const knownSlowest = createMemo<readonly SessionSummary[]>();

/** `sessions` newest first. The course with the newest session comes first. */
export function toCourses(sessions: readonly SessionSummary[]): readonly Course[] {
  return knownCourses(sessions, '', () => findCourses(sessions));
}

function findCourses(sessions: readonly SessionSummary[]): readonly Course[] {
  const byName = new Map<string, Map<string | null, SessionSummary[]>>();
  const courses: Course[] = [];
  for (const session of sessions) {
    const { name, branch } = session;
    const byBranch = byName.get(name) ?? new Map<string | null, SessionSummary[]>();
    byName.set(name, byBranch);
    const course = byBranch.get(branch);
    if (course !== undefined) {
      course.push(session);
      continue;
    }
    const members = [session];
    byBranch.set(branch, members);
    courses.push({ name, branch, sessions: members });
  }
  return courses;
}

/** Failures of one course, none that passed between them, up to now. */
export interface RedStreak {
  readonly course: Course;
  readonly latest: SessionSummary;
  /** The first that failed. */
  readonly since: SessionSummary;
  readonly failures: number;
  /** The last one that passed before; null where none was looked at, so that it may be red for longer. */
  readonly lastPassed: SessionSummary | null;
}

/** Of all courses that are red, in their order. */
export function findRedStreaks(courses: readonly Course[]): readonly RedStreak[] {
  return knownStreaks(courses, '', () => courses.flatMap((course) => findRedStreak(course) ?? []));
}

/** Null where the last one that passed or failed has passed, or there is none. */
function findRedStreak(course: Course): RedStreak | null {
  const decided = course.sessions.filter(({ status }) => isDecided(status));
  const passedIndex = decided.findIndex(({ status }) => status === 'PASSED');
  const failures = passedIndex === -1 ? decided.length : passedIndex;
  const [latest, since] = [decided[0], decided[failures - 1]];
  if (latest === undefined || since === undefined) return null;
  return { course, latest, since, failures, lastPassed: decided[failures] ?? null };
}

/** How often one course went from red to green or back. */
export interface Flakiness {
  readonly course: Course;
  /** Sessions that passed or failed. */
  readonly decided: number;
  readonly changes: number;
}

function toFlakiness(course: Course): Flakiness {
  let [decided, changes] = [0, 0];
  let previous: SessionSummary['status'] = null;
  for (const { status } of course.sessions) {
    if (!isDecided(status)) continue;
    decided += 1;
    if (previous !== null && previous !== status) changes += 1;
    previous = status;
  }
  return { course, decided, changes };
}

/** The course that changed most first; of equals the one with fewer sessions, then with the newer. */
export function flakiestFirst(courses: readonly Course[]): readonly Flakiness[] {
  return knownFlakiness(courses, '', () =>
    courses.map(toFlakiness).sort((a, b) => b.changes - a.changes || a.decided - b.decided),
  );
}

/** The longest first, of the sessions that have a duration; of equals the newer. */
export function slowestFirst(sessions: readonly SessionSummary[]): readonly SessionSummary[] {
  return knownSlowest(sessions, '', () =>
    sessions
      .flatMap((session) => {
        const durationMs = toDurationMs(session);
        return durationMs === null ? [] : [{ session, durationMs }];
      })
      .sort((a, b) => b.durationMs - a.durationMs)
      .map(({ session }) => session),
  );
}
