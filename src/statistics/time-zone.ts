/** A time zone's clock: which moment an hour, day or week begins at. Intl knows the zones; everything else is arithmetic. */

import { createLruMap } from '../lru-map.ts';

export const intervals = ['HOUR', 'DAY', 'WEEK'] as const;
export type Interval = (typeof intervals)[number];

/** Both in milliseconds since the epoch, the end exclusive. */
export interface Span {
  readonly startMs: number;
  readonly endMs: number;
}

export interface TimeZone {
  readonly name: string;
  /** The interval that the moment lies in, by the zone's clock; a week begins on Monday (ISO 8601). */
  spanOf(interval: Interval, timeMs: number): Span;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Clocks are changed at quarters of an hour. */
const changeStepMs = hourMs / 4;

/** Zones that an isolate remembers: Intl takes its time to make one. */
const zones = createLruMap<TimeZone>(16);

/** By its IANA name, such as `Europe/Berlin`. Null for a name that Intl does not know. */
export function readTimeZone(name: string): TimeZone | null {
  const known = zones.get(name);
  if (known !== null) return known;
  const zone = createTimeZone(name);
  if (zone !== null) zones.set(name, zone);
  return zone;
}

function createTimeZone(name: string): TimeZone | null {
  const format = createFormat(name);
  if (format === null) return null;
  const offsetAt = (timeMs: number): number =>
    toOffsetMs(format.formatToParts(timeMs).find(({ type }) => type === 'timeZoneName')?.value ?? '');

  /** The first moment at which the zone's clock shows `localMs` or later. */
  function toMoment(localMs: number): number {
    const candidates = [localMs - offsetAt(localMs - dayMs), localMs - offsetAt(localMs + dayMs)];
    const shown = candidates.filter((timeMs) => timeMs + offsetAt(timeMs) >= localMs);
    return Math.min(...(shown.length > 0 ? shown : candidates));
  }

  /** An hour ends where the offset changes, too: some clocks are put back by half an hour. */
  function hourOf(timeMs: number, offsetMs: number): Span {
    let startMs = timeMs - modulo(timeMs + offsetMs, hourMs);
    let endMs = startMs + hourMs;
    while (offsetAt(startMs) !== offsetMs && startMs + changeStepMs <= timeMs) startMs += changeStepMs;
    while (offsetAt(endMs - 1) !== offsetMs && endMs - changeStepMs > timeMs) endMs -= changeStepMs;
    return { startMs, endMs };
  }

  function spanOf(interval: Interval, timeMs: number): Span {
    const localMs = timeMs + offsetAt(timeMs);
    if (interval === 'HOUR') {
      return hourOf(timeMs, localMs - timeMs);
    }
    const day = Math.floor(localMs / dayMs);
    // The first day of 1970 was a Thursday.
    const first = interval === 'DAY' ? day : day - modulo(day + 3, 7);
    const days = interval === 'DAY' ? 1 : 7;
    return { startMs: toMoment(first * dayMs), endMs: toMoment((first + days) * dayMs) };
  }
  return { name, spanOf };
}

function createFormat(timeZone: string): Intl.DateTimeFormat | null {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset', hour: 'numeric' });
  } catch {
    return null;
  }
}

/** Milliseconds of `GMT`, `GMT+05:30` or `GMT-00:44:30`. */
function toOffsetMs(text: string): number {
  const match = /([+-])(\d{2}):(\d{2})(?::(\d{2}))?$/.exec(text);
  if (match === null) return 0;
  const [, sign, hours, minutes, seconds = '0'] = match;
  const offsetMs = Number(hours) * hourMs + Number(minutes) * 60_000 + Number(seconds) * 1000;
  return sign === '-' ? -offsetMs : offsetMs;
}

function modulo(value: number, by: number): number {
  return ((value % by) + by) % by;
}
