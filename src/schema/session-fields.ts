/** How a session's fields find their value: at once where it is known, else with one more read for the whole request. */

import type { SessionSummary } from '../domain/session.ts';
import type { SessionDetail, SessionFacts } from '../domain/session-detail.ts';
import { sessionDetails } from '../domain/session-detail.ts';
import type { SessionSource } from '../domain/session-source.ts';
import { UpstreamError } from '../errors/upstream-error.ts';
import type { ResolverContext } from './context.ts';

type SessionResolver<Value> = (source: SessionSource, args: object, context: ResolverContext) => Value;

/** A field that list entries and details both tell. */
export function fromFacts<Value>(read: (facts: SessionFacts) => Value): SessionResolver<Value> {
  return ({ facts }) => read(facts);
}

/** A field that only list entries tell. */
export function fromSummary<Value>(
  read: (summary: SessionSummary) => Value,
): SessionResolver<Value | Promise<Value>> {
  return ({ summary, detail }, _args, context) =>
    summary === null ? context.loaders().loadSummary(detail).then(read) : read(summary);
}

/** A field that only details tell. */
export function fromDetail<Value>(
  read: (detail: SessionDetail) => Value,
): SessionResolver<Value | Promise<Value>> {
  return ({ detail, sessionId }, _args, context) =>
    detail === null
      ? context.loaders().load(sessionDetails, sessionId).then(requireDetail).then(read)
      : read(detail);
}

function requireDetail(detail: SessionDetail | null): SessionDetail {
  if (detail !== null) return detail;
  throw new UpstreamError({
    kind: 'invalid-response',
    problem: 'it lists a session that it does not know by id',
  });
}
