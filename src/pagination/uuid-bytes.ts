/** Session ids are UUIDs, and 16 bytes say the same as 36 characters. Pure. */

const lowerCaseUuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The 16 bytes of a lower-case UUID; null for any other text. */
export function toUuidBytes(text: string): Uint8Array | null {
  if (!lowerCaseUuid.test(text)) return null;
  return Uint8Array.from(Buffer.from(text.replaceAll('-', ''), 'hex'));
}

export function fromUuidBytes(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes).toString('hex');
  return [8, 12, 16, 20, 32].map((end, i, ends) => hex.slice(ends[i - 1] ?? 0, end)).join('-');
}
