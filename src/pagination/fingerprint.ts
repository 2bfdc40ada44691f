/** What ties a cursor to its filter and its account (fingerprints that detect mix-ups), and to the gateway (a seal). */

import { createHash, createHmac } from 'node:crypto';
import { type SessionFilter, toFingerprintText } from '../domain/filter.ts';

export const filterFingerprintBytes = 6;
export const accountFingerprintBytes = 4;
export const sealBytes = 8;

/** Of the filter as its client wrote it, so that page two of a rolling range still belongs to page one. */
export function fingerprintFilter(filter: SessionFilter): Uint8Array {
  return digest(toFingerprintText(filter), filterFingerprintBytes);
}

/** `accountId` is null for a service key that came without an account. */
export function fingerprintAccount(accountId: string | null): Uint8Array {
  return digest(accountId ?? '', accountFingerprintBytes);
}

/** Proves that the gateway made a cursor: what is in it decides what is read, and how long it is kept. */
export function sealCursor(payload: Uint8Array, secret: string): Uint8Array {
  const hmac = createHmac('sha256', secret).update('cursor').update(payload);
  return Uint8Array.from(hmac.digest().subarray(0, sealBytes));
}

export function isSameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

function digest(value: string | Uint8Array, length: number): Uint8Array {
  return Uint8Array.from(createHash('sha256').update(value).digest().subarray(0, length));
}
