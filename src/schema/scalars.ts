/** The scalars: times and durations, milliseconds inside, ISO 8601 outside. */

import { GraphQLError } from 'graphql';
import { builder } from './builder.ts';
import { parseDateTime, parseDuration } from './parse-time.ts';

builder.scalarType('DateTime', {
  description:
    'A moment with its zone, RFC 3339, such as `2026-11-24T09:30:00Z`. Answers are in UTC, to the millisecond.',
  specifiedByURL: 'https://scalars.graphql.org/andimarek/date-time',
  serialize: (value) => new Date(value).toISOString(),
  parseValue: (value) =>
    read('DateTime', value, parseDateTime, 'a moment with its zone, such as "2026-11-24T09:30:00Z"'),
});

builder.scalarType('Duration', {
  description:
    'A length of time, ISO 8601 in weeks, days, hours, minutes and seconds, such as `PT24H`, `P7D` or `P1DT12H`. Months and years have no fixed length and are not taken.',
  serialize: (value) => `PT${value / 1000}S`,
  parseValue: (value) => read('Duration', value, parseDuration, 'a length of time, such as "PT24H" or "P7D"'),
});

function read(scalar: string, value: unknown, parse: (text: string) => number | null, takes: string): number {
  const parsed = typeof value === 'string' ? parse(value) : null;
  if (parsed === null) throw new GraphQLError(`${scalar} takes ${takes}, but got ${describe(value)}.`);
  return parsed;
}

function describe(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
  return value === null ? 'null' : `a ${typeof value}`;
}
