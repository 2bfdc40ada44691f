/** Pieces that the upstream's answers share, as schemas. */

import * as v from 'valibot';
import { type SessionStatus, sessionStatuses } from '../domain/session.ts';

export const idSchema = v.pipe(v.string(), v.minLength(1), v.maxLength(128));
export const nullishText = v.nullish(v.string(), null);

/** Null for a status that upstream does not document. */
export function readStatus(status: string): SessionStatus | null {
  return sessionStatuses.find((known) => known === status) ?? null;
}

/** ISO 8601 with a zone, as milliseconds since the epoch; before 1970 is malformed. */
export const timeSchema = v.pipe(
  v.string(),
  v.regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/),
  v.transform((text) => Date.parse(text)),
  v.integer(),
  v.minValue(0),
);
