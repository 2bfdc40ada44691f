/**
 * Cursors: a place as opaque base64url text, and back. Pure. Knows nothing of what a place consists of.
 *
 * Layout: version, length of the page part, fingerprints of connection and account, the page part, a seal (HMAC)
 * over all of that; then the row part, unsealed. What decides which page is read and how long it is kept is in the
 * page part. A cursor carries no credential and grants nothing.
 */

import { createHash, createHmac, type Hash, type Hmac, timingSafeEqual } from 'node:crypto';
import { InputError } from '../errors/input-error.ts';
import { memoryBytes } from '../limits.ts';
import { type ByteReader, type ByteWriter, createByteReader, createByteWriter } from './bytes.ts';
import { createByteMemory } from './remember-bytes.ts';

/** What a cursor belongs to. */
export interface CursorOwner {
  /** Of the connection's name and its filter. */
  readonly connection: Uint8Array;
  readonly account: Uint8Array;
  readonly sign: Sign;
}

/** How a listing's places travel in cursors. */
export interface PlaceCodec<Place> {
  /** The object that the places on one page share: the page part is made and sealed once for each such object. */
  pageOf(place: Place): object;
  writePage(place: Place, out: ByteWriter): void;
  /** What a forger gains nothing by. Nothing in it may decide which page is read or how long it is kept. */
  writeRow(place: Place, out: ByteWriter): void;
  /** The object that alone decides the row part, if one does: its text is made once, for as long as the object lives. */
  rowOf(place: Place): object | null;
  /** @throws RangeError for bytes that are missing, TypeError for ones that make no sense. */
  read(page: ByteReader, row: ByteReader): Place;
}

export interface Cursors<Place> {
  encode(place: Place): string;
  /** @throws InputError naming `after`: empty, cut short, garbled, of another version, filter or account. */
  decode(cursor: string): Place;
}

const connectionFingerprintBytes = 6;
const accountFingerprintBytes = 4;
const sealBytes = 8;
const formatVersion = 2;
const maxCursorLength = 8192;
const lengthBytes = 2;
const headerBytes = 1 + lengthBytes + connectionFingerprintBytes + accountFingerprintBytes;

/** Row parts. They belong to nobody: neither account nor filter is in them. */
const rowTexts = new WeakMap<object, string>();

/** Remembers the page parts it made: for one request. */
export function createCursors<Place>(codec: PlaceCodec<Place>, owner: CursorOwner): Cursors<Place> {
  const sealed = new WeakMap<object, string>();
  const seal = (place: Place): string => {
    const page = codec.pageOf(place);
    const known = sealed.get(page);
    if (known !== undefined) return known;
    const text = encodeSealed(codec, place, owner);
    sealed.set(page, text);
    return text;
  };
  return {
    // Joined to one piece: a text that hangs together by references is written more slowly as JSON.
    encode: (place) => [seal(place), readRowText(codec, place)].join(''),
    decode: (cursor) => decode(codec, cursor, owner),
  };
}

function readRowText<Place>(codec: PlaceCodec<Place>, place: Place): string {
  const row = codec.rowOf(place);
  const known = row === null ? undefined : rowTexts.get(row);
  if (known !== undefined) return known;
  const out = createByteWriter();
  codec.writeRow(place, out);
  const text = out.toBase64Url();
  if (row !== null) rowTexts.set(row, text);
  return text;
}

/** Seals bytes: nobody without the secret can make what it returns. */
export type Sign = (bytes: Uint8Array) => Uint8Array;

/** `filterText` is the same for filters that mean the same. */
export function fingerprintConnection(name: string, filterText: string): Uint8Array {
  return digest(`${name} ${filterText}`, connectionFingerprintBytes);
}

/** `accountId`: or what stands for it, where a service key came without one. */
export function fingerprintAccount(accountId: string | null): Uint8Array {
  return digest(accountId ?? '', accountFingerprintBytes);
}

/** Remembers its seals: a page that is given again has the same. */
export function createSign(secret: string): Sign {
  const remember = createByteMemory(memoryBytes.cursorHashes / 2);
  return (bytes) =>
    remember(String.fromCharCode(...bytes), () =>
      take(createHmac('sha256', secret).update('cursor').update(bytes), sealBytes),
    );
}

function encodeSealed<Place>(codec: PlaceCodec<Place>, place: Place, owner: CursorOwner): string {
  const page = createByteWriter();
  codec.writePage(place, page);
  const written = page.finish();
  // Three bytes are four characters: only with whole threes can the row part's text be appended.
  const paddingBytes = (3 - ((headerBytes + written.length + sealBytes) % 3)) % 3;
  const length = written.length + paddingBytes;
  const out = createByteWriter();
  out.byte(formatVersion);
  out.byte(Math.floor(length / 256));
  out.byte(length % 256);
  out.raw(owner.connection);
  out.raw(owner.account);
  out.raw(written);
  out.raw(new Uint8Array(paddingBytes));
  out.raw(owner.sign(out.finish()));
  return out.toBase64Url();
}

function decode<Place>(codec: PlaceCodec<Place>, cursor: string, owner: CursorOwner): Place {
  if (cursor === '') throw refused('is empty; leave it out to start from the first page');
  if (cursor.length > maxCursorLength || !/^[\w-]+$/.test(cursor)) throw refused(garbled);
  const bytes = Buffer.from(cursor, 'base64url');
  const version = bytes[0];
  if (version === undefined) throw refused(cut);
  if (version !== formatVersion) throw refused(isPlausibleVersion(version) ? otherVersion : garbled);
  return readOrRefuse(() => {
    const reader = createByteReader(bytes.subarray(1));
    const length = reader.byte() * 256 + reader.byte();
    const connection = reader.raw(connectionFingerprintBytes);
    const account = reader.raw(accountFingerprintBytes);
    const page = reader.raw(length);
    const seal = reader.raw(sealBytes);
    if (!isSameBytes(seal, owner.sign(bytes.subarray(0, headerBytes + length)))) throw refused(garbled);
    if (!isSameBytes(connection, owner.connection)) {
      throw refused('belongs to another filter; keep the filter as it was on the first page');
    }
    if (!isSameBytes(account, owner.account)) throw refused('belongs to another account');
    const place = codec.read(createByteReader(page), reader);
    if (reader.remaining() > 0 || toText(bytes) !== cursor) throw refused(garbled);
    return place;
  });
}

function toText(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url');
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

function readOrRefuse<Place>(read: () => Place): Place {
  try {
    return read();
  } catch (error) {
    if (error instanceof InputError) throw error;
    if (error instanceof RangeError) throw refused(cut);
    throw refused(garbled);
  }
}

function isSameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

const rememberDigest = createByteMemory(memoryBytes.cursorHashes / 2);

function digest(value: string, length: number): Uint8Array {
  return rememberDigest(`${length} ${value}`, () => take(createHash('sha256').update(value), length));
}

function take(hash: Hash | Hmac, length: number): Uint8Array {
  return Uint8Array.from(hash.digest().subarray(0, length));
}
