/** The scalars: times and durations, milliseconds inside, ISO 8601 outside. */

import { GraphQLError, Kind, print, type ValueNode } from 'graphql';
import { shorten } from '../errors/shorten.ts';
import { builder } from './builder.ts';

builder.scalarType('DateTime', {
  description:
    'A moment with its zone, RFC 3339, from 1970 on, such as `2026-11-24T09:30:00Z`. Leap seconds and the zone `-00:00` are not taken. Answers are in UTC, to the millisecond; what Checkly dates before 1970 counts as malformed.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc3339',
  serialize: (value) => new Date(value).toISOString(),
  ...readers(parseDateTime, 'DateTime takes a moment with its zone, such as "2026-11-24T09:30:00Z"'),
});

builder.scalarType('Duration', {
  description:
    'A length of time, ISO 8601 in weeks, days, hours, minutes and whole seconds, such as `PT24H`, `P7D` or `P1DT12H`. Months and years have no fixed length: only none of them is taken, as in `P0Y0M1D`.',
  serialize: (value) => `PT${value / 1000}S`,
  ...readers(parseDuration, 'Duration takes a length of time, such as "PT24H" or "P7D"'),
});

/** RFC 3339, section 5.6: an hour is 00 to 23. Section 4.3: the zone of `-00:00` is not known. */
const dateTimePattern =
  /^(\d{4})-(\d{2})-(\d{2})T(?!24)\d{2}:\d{2}:\d{2}(\.\d+)?(Z|(?!-00:00)[+-]\d{2}:\d{2})$/i;

/** Milliseconds since the epoch of an RFC 3339 time; null when it is none, such as a 30th of February or one before 1970. */
export function parseDateTime(text: string): number | null {
  const match = dateTimePattern.exec(text);
  if (match === null) return null;
  const [, year, month, day] = match.map(Number);
  const daysInMonth = new Date(Date.UTC(year ?? 0, month ?? 0, 0)).getUTCDate();
  const time = Date.parse(text.toUpperCase());
  return Number.isNaN(time) || time < 0 || (day ?? 0) > daysInMonth ? null : time;
}

/** Clients' libraries write units of nothing as well (`P0Y0M1DT0H0M0S`), and fractions of nothing (`PT60.000S`). */
const durationPattern =
  /^P(?!$)(?:0{1,4}Y)?(?:0{1,4}M)?(?:(\d{1,4})W)?(?:(\d{1,5})D)?(?:T(?!$)(?:(\d{1,6})H)?(?:(\d{1,8})M)?(?:(\d{1,9})(?:[.,]0{1,9})?S)?)?$/;
const unitsMs = [7 * 86_400_000, 86_400_000, 3_600_000, 60_000, 1000];

/** Milliseconds of an ISO 8601 duration in weeks to seconds; null when it is none. */
export function parseDuration(text: string): number | null {
  const match = durationPattern.exec(text);
  if (match === null) return null;
  return unitsMs.reduce((sum, unitMs, i) => sum + unitMs * Number(match[i + 1] ?? 0), 0);
}

/** Characters of a refused value that the message shows. */
const maxShownLength = 60;

/** `takes` begins the message of what is thrown for anything else. */
function readers(parse: (text: string) => number | null, takes: string) {
  const read = (text: unknown, shown: string, node?: ValueNode): number => {
    const parsed = typeof text === 'string' ? parse(text) : null;
    if (parsed === null)
      throw new GraphQLError(`${takes}, but got ${shorten(shown, maxShownLength)}.`, node && { nodes: node });
    return parsed;
  };
  return {
    parseValue: (value: unknown) => read(value, describe(value)),
    parseLiteral: (node: ValueNode) => read(node.kind === Kind.STRING ? node.value : null, print(node), node),
  };
}

function describe(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  return value === null ? 'null' : `a ${typeof value}`;
}
