/** The kinds of value that filter arguments take. A message is the reason that a client reads after the argument's name. Pure. */

import * as v from 'valibot';
import { maxFilterListLength, maxFilterTextLength, maxSearchLength, minSearchLength } from '../limits.ts';

/** Sorted and free of duplicates. */
export function listOf<Value extends string>(value: v.GenericSchema<Value>) {
  return v.pipe(
    v.nullish(v.array(value), []),
    v.transform((values) => [...new Set(values)].sort()),
    v.maxLength(maxFilterListLength, `takes at most ${maxFilterListLength} values`),
    v.readonly(),
  );
}

/** An empty text is as absent: people clear a field of a form, and mean no filter by it. */
export function optional(text: v.GenericSchema<string>) {
  return v.pipe(
    v.nullish(v.string(), ''),
    v.transform((given) => (given === '' ? null : given)),
    v.nullable(text),
  );
}

export function shortText() {
  return v.pipe(
    v.string(),
    v.check((text) => text.trim() !== '', 'must not be blank'),
    v.check(
      (text) => countCharacters(text) <= maxFilterTextLength,
      `takes at most ${maxFilterTextLength} characters`,
    ),
  );
}

export function searchText() {
  const takes = `takes ${minSearchLength} to ${maxSearchLength} characters`;
  return v.pipe(
    v.string(),
    v.check(
      (text) => countCharacters(text) >= minSearchLength && countCharacters(text) <= maxSearchLength,
      ({ input }) => `${takes}, but got ${countCharacters(input)}`,
    ),
  );
}

/** Code points, as people and JSON Schema count: an emoji is one, although JavaScript's `length` says two. */
function countCharacters(text: string): number {
  return [...text].length;
}

/** Of a commit, in lower case. */
export function commitPrefix() {
  return v.pipe(
    v.string(),
    v.regex(/^[0-9a-f]{7,40}$/i, 'takes commit ids, or their beginnings, of 7 to 40 hexadecimal digits'),
    v.toLowerCase(),
  );
}

/** Both ends belong to it; null for one that is open, and for the range when both are. */
export function rangeOfMs() {
  const end = () => v.nullish(v.pipe(v.number(), v.minValue(0, 'takes milliseconds, 0 or more')), null);
  return v.pipe(
    v.nullish(v.object({ min: end(), max: end() }), null),
    v.transform((range) => (range?.min == null && range?.max == null ? null : range)),
    v.check(
      (range) => range === null || (range.min ?? 0) <= (range.max ?? Number.POSITIVE_INFINITY),
      'must have a `min` that is no more than its `max`',
    ),
  );
}
