/**
 * Cursors: a position as opaque base64url text, and back. Pure.
 *
 * Layout: version, length of the payload, eight bytes of seal (HMAC), payload. A cursor carries no credential
 * and grants nothing: whoever decodes one learns a session's id and time, and an upstream page token.
 */

import { InputError } from '../errors/input-error.ts';
import { maxUpstreamPageSize } from '../limits.ts';
import { type ByteReader, createByteReader, createByteWriter } from './bytes.ts';
import {
  accountFingerprintBytes,
  filterFingerprintBytes,
  isSameBytes,
  sealBytes,
  sealCursor,
} from './fingerprint.ts';
import type { Position, PositionKind } from './position.ts';
import { fromUuidBytes, toUuidBytes } from './uuid-bytes.ts';

const formatVersion = 1;
const maxCursorLength = 8192;
const kinds: readonly PositionKind[] = ['inside', 'before', 'end'];

/** What a cursor belongs to. */
export interface CursorOwner {
  readonly filter: Uint8Array;
  readonly account: Uint8Array;
  /** Seals it, so that nobody else can make one. */
  readonly secret: string;
}

const flag = { token: 4, window: 8, rollingFrom: 16, anchor: 32, uuid: 64, malformed: 128 } as const;

export function encodeCursor(position: Position, owner: CursorOwner): string {
  const payload = encodePayload(position, owner);
  const cursor = createByteWriter();
  cursor.byte(formatVersion);
  cursor.integer(payload.length);
  cursor.raw(sealCursor(payload, owner.secret));
  cursor.raw(payload);
  return Buffer.from(cursor.finish()).toString('base64url');
}

/**
 * The position behind `cursor`.
 * @throws InputError naming `after`: cut short, garbled, of another version, filter or account.
 */
export function decodeCursor(cursor: string, owner: CursorOwner): Position {
  if (cursor === '') throw refused('is empty; leave it out to start from the newest session');
  if (cursor.length > maxCursorLength || !/^[\w-]+$/.test(cursor)) throw refused(garbled);
  const bytes = Buffer.from(cursor, 'base64url');
  const version = bytes[0];
  if (version === undefined) throw refused(cut);
  if (version !== formatVersion) throw refused(isPlausibleVersion(version) ? otherVersion : garbled);
  return readOrRefuse(() => {
    const reader = createByteReader(bytes.subarray(1));
    const length = reader.integer();
    const seal = reader.raw(sealBytes);
    if (reader.remaining() < length) throw refused(cut);
    const payload = reader.raw(length);
    const isWhole = reader.remaining() === 0 && bytes.toString('base64url') === cursor;
    if (!isWhole || !isSameBytes(seal, sealCursor(payload, owner.secret))) throw refused(garbled);
    return decodePayload(createByteReader(payload), owner);
  });
}

function isPlausibleVersion(version: number): boolean {
  return version > 0 && version < 32;
}

const otherVersion = 'is of another version of the gateway; start again from the first page';
const cut = 'is cut short; use the whole cursor as the gateway gave it';
const garbled = 'is garbled; use a cursor as the gateway gave it';

function refused(reason: string): InputError {
  return new InputError('after', `the cursor ${reason}`);
}

function readOrRefuse(read: () => Position): Position {
  try {
    return read();
  } catch (error) {
    if (error instanceof InputError) throw error;
    if (error instanceof RangeError) throw refused(cut);
    throw refused(garbled);
  }
}

function encodePayload(position: Position, owner: CursorOwner): Uint8Array {
  const { page, anchor } = position;
  const uuid = anchor === null ? null : toUuidBytes(anchor.sessionId);
  const out = createByteWriter();
  out.byte(
    kinds.indexOf(position.kind) +
      (page.token === null ? 0 : flag.token) +
      (page.windowToSeconds === null ? 0 : flag.window) +
      (position.rollingFromMs === null ? 0 : flag.rollingFrom) +
      (anchor === null ? 0 : flag.anchor) +
      (uuid === null ? 0 : flag.uuid) +
      (position.malformedRowsAfterAnchor === 0 ? 0 : flag.malformed),
  );
  out.raw(owner.filter);
  out.raw(owner.account);
  out.integer(page.size);
  out.integer(position.asOf ?? 0);
  if (page.token !== null) out.text(page.token);
  if (page.windowToSeconds !== null) out.integer(page.windowToSeconds);
  if (position.rollingFromMs !== null) out.integer(position.rollingFromMs);
  if (anchor !== null) {
    out.integer(anchor.createdAt);
    if (uuid === null) out.text(anchor.sessionId);
    else out.raw(uuid);
  }
  if (position.malformedRowsAfterAnchor > 0) out.integer(position.malformedRowsAfterAnchor);
  return out.finish();
}

function decodePayload(reader: ByteReader, owner: CursorOwner): Position {
  const flags = reader.byte();
  const has = (bit: number): boolean => (flags & bit) !== 0;
  const kind = kinds[flags & 3];
  if (kind === undefined) throw refused(garbled);
  if (!isSameBytes(reader.raw(filterFingerprintBytes), owner.filter)) {
    throw refused('belongs to another filter; keep the filter as it was on the first page');
  }
  if (!isSameBytes(reader.raw(accountFingerprintBytes), owner.account)) {
    throw refused('belongs to another account');
  }
  const size = reader.integer();
  const asOf = reader.integer();
  const token = has(flag.token) ? reader.text() : null;
  const windowToSeconds = has(flag.window) ? reader.integer() : null;
  const rollingFromMs = has(flag.rollingFrom) ? reader.integer() : null;
  const anchor = has(flag.anchor)
    ? {
        createdAt: reader.integer(),
        sessionId: has(flag.uuid) ? fromUuidBytes(reader.raw(16)) : reader.text(),
      }
    : null;
  const malformedRowsAfterAnchor = has(flag.malformed) ? reader.integer() : 0;
  if (reader.remaining() > 0 || size < 1 || size > maxUpstreamPageSize) throw refused(garbled);
  return {
    kind,
    page: { token, windowToSeconds, size },
    anchor,
    malformedRowsAfterAnchor,
    asOf: asOf === 0 ? null : asOf,
    rollingFromMs,
  };
}
