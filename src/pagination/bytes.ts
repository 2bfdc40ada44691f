/** A compact byte writer and its reader: what a cursor is made of. Pure. */

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export interface ByteWriter {
  byte(value: number): void;
  /** An unsigned integer up to 2^53 - 1, seven bits a byte, least significant first (LEB128). */
  integer(value: number): void;
  /** UTF-8, after its length in bytes. */
  text(value: string): void;
  raw(bytes: ArrayLike<number>): void;
  /** The 16 bytes of a text that `isUuid`. */
  uuid(text: string): void;
  finish(): Uint8Array;
  /** As `finish`, in base64url without padding (RFC 4648, section 5). */
  toBase64Url(): string;
}

export function createByteWriter(): ByteWriter {
  const bytes: number[] = [];
  // `|` and `&` give small integers: one number of another kind in it would make the whole list one of those.
  const integer = (value: number): void => {
    let rest = value;
    while (rest >= 128) {
      bytes.push((rest % 128) | 128);
      rest = Math.floor(rest / 128);
    }
    bytes.push(rest & 127);
  };
  // By index: an iterator makes an object for each byte, and there is a writer for each row.
  const raw = (value: ArrayLike<number>): void => {
    for (let i = 0; i < value.length; i += 1) bytes.push(value[i] ?? 0);
  };
  return {
    byte: (value) => void bytes.push(value),
    integer,
    text(value) {
      const encoded = encoder.encode(value);
      integer(encoded.length);
      raw(encoded);
    },
    raw,
    uuid(value) {
      for (let i = 0; i < value.length; i += 2) {
        if (value.charAt(i) === '-') i += 1;
        bytes.push(hexValue(value.charCodeAt(i)) * 16 + hexValue(value.charCodeAt(i + 1)));
      }
    },
    finish: () => Uint8Array.from(bytes),
    toBase64Url: () => toBase64Url(bytes),
  };
}

const lowerCaseUuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Whether a text is a UUID in lower case, and so the same after a way through its bytes. */
export function isUuid(text: string): boolean {
  return lowerCaseUuid.test(text);
}

/** Of the code of 0 to 9 or a to f. */
function hexValue(code: number): number {
  return code < 58 ? code - 48 : code - 87;
}

const base64UrlCodes = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'].map((digit) =>
  digit.charCodeAt(0),
);

/** Without a Buffer: cursors are short and many, and the way to a native function costs more than the text. */
function toBase64Url(bytes: readonly number[]): string {
  const codes = new Array<number>(Math.ceil((bytes.length * 4) / 3));
  let bits = 0;
  let bitCount = 0;
  let written = 0;
  const pushDigit = (value: number): void => {
    codes[written] = base64UrlCodes[value & 63] ?? 0;
    written += 1;
  };
  for (let i = 0; i < bytes.length; i += 1) {
    bits = ((bits << 8) | (bytes[i] ?? 0)) & 0xffff;
    bitCount += 8;
    while (bitCount >= 6) {
      bitCount -= 6;
      pushDigit(bits >> bitCount);
    }
  }
  if (bitCount > 0) pushDigit(bits << (6 - bitCount));
  return String.fromCharCode(...codes);
}

export interface ByteReader {
  byte(): number;
  integer(): number;
  text(): string;
  raw(length: number): Uint8Array;
  /** Bytes not read yet. */
  remaining(): number;
}

/** Every method of the reader throws a RangeError where bytes are missing, a TypeError where they make no sense. */
export function createByteReader(bytes: Uint8Array): ByteReader {
  let offset = 0;
  const raw = (length: number): Uint8Array => {
    if (offset + length > bytes.length) throw new RangeError('read past the end');
    offset += length;
    return bytes.subarray(offset - length, offset);
  };
  const byte = (): number => {
    const value = bytes[offset];
    if (value === undefined) throw new RangeError('read past the end');
    offset += 1;
    return value;
  };
  const integer = (): number => {
    let value = 0;
    for (let unit = 1; unit <= Number.MAX_SAFE_INTEGER; unit *= 128) {
      const next = byte();
      value += (next % 128) * unit;
      if (next < 128) break;
    }
    if (!Number.isSafeInteger(value)) throw new TypeError('integer too large');
    return value;
  };
  return {
    byte,
    integer,
    raw,
    text: () => decoder.decode(raw(integer())),
    remaining: () => bytes.length - offset,
  };
}

export function fromUuidBytes(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes).toString('hex');
  return [8, 12, 16, 20, 32].map((end, i, ends) => hex.slice(ends[i - 1] ?? 0, end)).join('-');
}
