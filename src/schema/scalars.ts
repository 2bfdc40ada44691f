/** The scalars: times and durations, milliseconds inside, ISO 8601 outside. */

import { GraphQLError, Kind, print, type ValueNode } from 'graphql';
import { builder } from './builder.ts';

builder.scalarType('DateTime', {
  description:
    'A moment with its zone, RFC 3339, such as `2026-11-24T09:30:00Z`. Answers are in UTC, to the millisecond.',
  specifiedByURL: 'https://scalars.graphql.org/andimarek/date-time',
  serialize: (value) => new Date(value).toISOString(),
  ...readers(parseDateTime, 'DateTime takes a moment with its zone, such as "2026-11-24T09:30:00Z"'),
});

builder.scalarType('Duration', {
  description:
    'A length of time, ISO 8601 in weeks, days, hours, minutes and seconds, such as `PT24H`, `P7D` or `P1DT12H`. Months and years have no fixed length and are not taken.',
  serialize: (value) => `PT${value / 1000}S`,
  ...readers(parseDuration, 'Duration takes a length of time, such as "PT24H" or "P7D"'),
});

const dateTimePattern = /^(\d{4})-(\d{2})-(\d{2})T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/i;

/** Milliseconds since the epoch of an RFC 3339 time; null when it is none, such as a 30th of February or one before 1970. */
export function parseDateTime(text: string): number | null {
  const match = dateTimePattern.exec(text);
  if (match === null) return null;
  const [, year, month, day] = match.map(Number);
  const daysInMonth = new Date(Date.UTC(year ?? 0, month ?? 0, 0)).getUTCDate();
  const time = Date.parse(text.toUpperCase());
  return Number.isNaN(time) || time < 0 || (day ?? 0) > daysInMonth ? null : time;
}

const durationPattern =
  /^P(?!$)(?:(\d{1,4})W)?(?:(\d{1,5})D)?(?:T(?!$)(?:(\d{1,6})H)?(?:(\d{1,8})M)?(?:(\d{1,9})S)?)?$/;
const unitsMs = [7 * 86_400_000, 86_400_000, 3_600_000, 60_000, 1000];

/** Milliseconds of an ISO 8601 duration in weeks to seconds; null when it is none. */
export function parseDuration(text: string): number | null {
  const match = durationPattern.exec(text);
  if (match === null) return null;
  return unitsMs.reduce((sum, unitMs, i) => sum + unitMs * Number(match[i + 1] ?? 0), 0);
}

/** `takes` begins the message of what is thrown for anything else. */
function readers(parse: (text: string) => number | null, takes: string) {
  const read = (text: unknown, shown: string, node?: ValueNode): number => {
    const parsed = typeof text === 'string' ? parse(text) : null;
    if (parsed === null)
      throw new GraphQLError(`${takes}, but got ${shorten(shown)}.`, node && { nodes: node });
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

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
