/** How a session's fields find their value: at once where it is known, else with one more read for the whole request. */

import type { SessionEntry } from '../domain/session.ts';
import type { SessionDetail, SessionFacts } from '../domain/session-detail.ts';
import type { SessionSource } from '../domain/session-source.ts';
import { UpstreamError } from '../errors/upstream-error.ts';
import type { ResolverContext } from './context.ts';

type SessionResolver<Value> = (source: SessionSource, args: object, context: ResolverContext) => Value;

/** A field that list entries and details both tell. */
export function fromFacts<Value>(read: (facts: SessionFacts) => Value): SessionResolver<Value> {
  return ({ facts }) => read(facts);
}

/** A field that only list entries tell. */
export function fromEntry<Value>(
  read: (entry: SessionEntry) => Value,
): SessionResolver<Value | Promise<Value>> {
  return ({ entry, detail }, _args, context) =>
    entry === null ? context.openReader().loadEntry(detail).then(read) : read(entry);
}

/** A field that only details tell. */
export function fromDetail<Value>(
  read: (detail: SessionDetail) => Value,
): SessionResolver<Value | Promise<Value>> {
  return ({ detail, sessionId }, _args, context) =>
    detail === null
      ? context.openReader().loadDetail(sessionId).then(requireDetail).then(read)
      : read(detail);
}

function requireDetail(detail: SessionDetail | null): SessionDetail {
  if (detail !== null) return detail;
  throw new UpstreamError({
    kind: 'invalid-response',
    problem: 'it lists a session that it does not know by id',
  });
}
