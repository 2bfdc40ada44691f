/** Ids of sessions as readers write them: Checkly's own, and the global ids of Relay. Pure. */

import { uuidPattern } from '../domain/uuid.ts';
import { InputError } from '../errors/input-error.ts';
import { parseGlobalId } from './global-id.ts';

const sessionTypeName = 'TestSession';

/** Checkly's id of a session, in lower case. @throws InputError naming `argument`. */
export function readSessionId(argument: string, text: string): string {
  if (!uuidPattern.test(text)) throw new InputError(argument, "must be Checkly's id of a session, a UUID");
  return text.toLowerCase();
}

/** Checkly's id from a global id; null when it is well-formed but not of a session. @throws InputError naming `argument`. */
export function readGlobalId(argument: string, text: string): string | null {
  const decoded = parseGlobalId(text);
  if (decoded === null) throw new InputError(argument, 'must be a global id, as the field `id` gives it');
  return decoded.typeName === sessionTypeName ? readSessionId(argument, decoded.id) : null;
}

/** Checkly's id from either form. @throws InputError naming `argument`. */
export function readAnyId(argument: string, text: string): string {
  if (uuidPattern.test(text)) return text.toLowerCase();
  const decoded = parseGlobalId(text);
  if (decoded?.typeName !== sessionTypeName || !uuidPattern.test(decoded.id)) {
    throw new InputError(argument, "must be Checkly's id of a session, a UUID, or the global id of one");
  }
  return decoded.id.toLowerCase();
}
