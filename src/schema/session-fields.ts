/** How a session's fields find their value: at once where it is known, else with one more read for the whole request. */

import type { SessionSource } from '../domain/session-detail.ts';
import { type SessionDetail, type SessionFacts, sessionDetails } from '../domain/session-detail.ts';
import { UpstreamError } from '../errors/upstream-error.ts';
import { readLazily } from './lazy-field.ts';

/** A field that list entries and details both tell. */
export function fromFacts<Value>(read: (facts: SessionFacts) => Value): (source: SessionSource) => Value {
  return ({ facts }) => read(facts);
}

/** A field that only list entries tell. */
export const fromSummary = readLazily('summary', ({ summary, detail }: SessionSource, loaders) =>
  summary === null ? loaders().loadSummary(detail) : summary,
);

/** A field that only details tell. */
export const fromDetail = readLazily('detail', ({ detail, sessionId }: SessionSource, loaders) =>
  detail === null ? loaders().load(sessionDetails, sessionId).then(requireDetail) : detail,
);

function requireDetail(detail: SessionDetail | null): SessionDetail {
  if (detail !== null) return detail;
  throw new UpstreamError({
    kind: 'invalid-response',
    problem: 'it lists a session that it does not know by id',
  });
}
