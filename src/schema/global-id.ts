/** Ids as readers write them: the global ids of Relay (base64 of the type's name and the object's own id), and Checkly's own. Pure. */

import { uuidPattern } from '../domain/uuid.ts';
import { InputError } from '../errors/input-error.ts';

const sessionTypeName = 'TestSession';
const globalIdPattern = /^(?<typeName>[A-Za-z_]\w*):(?<id>.+)$/;

export function toGlobalId(typeName: string, id: string): string {
  return Buffer.from(`${typeName}:${id}`).toString('base64');
}

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

interface GlobalId {
  readonly typeName: string;
  readonly id: string;
}

/** Null for anything that is not a global id. */
function parseGlobalId(text: string): GlobalId | null {
  const { typeName, id } = globalIdPattern.exec(Buffer.from(text, 'base64').toString())?.groups ?? {};
  return typeName === undefined || id === undefined ? null : { typeName, id };
}
