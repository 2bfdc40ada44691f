/** The scalars: times and durations, milliseconds inside, ISO 8601 outside. */

import { GraphQLError, Kind, print, type ValueNode } from 'graphql';
import { builder } from './builder.ts';
import { parseDateTime, parseDuration } from './parse-time.ts';

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
