/** What a router sends to `_entities`: the name of a type and one of its keys. Pure. */

import * as v from 'valibot';
import { InputError } from '../errors/input-error.ts';
import { readGlobalId, readSessionId } from './session-id.ts';

const representationSchema = v.looseObject({
  __typename: v.string(),
  id: v.nullish(v.string(), null),
  sessionId: v.nullish(v.string(), null),
});

/** A representation as the `_Any` scalar takes it. @throws Error when it is no object or names no type. */
export function parseRepresentation(value: unknown): object {
  if (typeof value === 'object' && value !== null && '__typename' in value) return value;
  throw new Error('_Any takes an object with __typename.');
}

/**
 * Checkly's id of the session that is meant; null for a global id of something else.
 * @throws InputError naming `argument`: another type, or none of the keys, or a malformed one.
 */
export function readRepresentation(argument: string, value: unknown): string | null {
  const decoded = v.safeParse(representationSchema, value);
  if (!decoded.success)
    throw new InputError(argument, 'must have __typename, and `id` or `sessionId` as texts');
  const { __typename: typeName, id, sessionId } = decoded.output;
  if (typeName !== 'TestSession')
    throw new InputError(argument, 'is not of the one entity that this subgraph resolves, TestSession');
  if (sessionId !== null) return readSessionId(`${argument}.sessionId`, sessionId);
  if (id !== null) return readGlobalId(`${argument}.id`, id);
  throw new InputError(argument, 'must have `id` or `sessionId`');
}
