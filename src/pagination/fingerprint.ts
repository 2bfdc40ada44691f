/** What ties a cursor to its connection and its account (fingerprints that detect mix-ups), and to the gateway (a seal). */

import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

export const connectionFingerprintBytes = 6;
export const accountFingerprintBytes = 4;
export const sealBytes = 8;

/** Seals bytes: nobody without the secret can make what it returns. */
export type Sign = (bytes: Uint8Array) => Uint8Array;

/** `filterText` is the same for filters that mean the same. */
export function fingerprintConnection(name: string, filterText: string): Uint8Array {
  return digest(`${name} ${filterText}`, connectionFingerprintBytes);
}

/** `accountId` is null for a service key that came without an account. */
export function fingerprintAccount(accountId: string | null): Uint8Array {
  return digest(accountId ?? '', accountFingerprintBytes);
}

export function createSign(secret: string): Sign {
  return (bytes) => {
    const hmac = createHmac('sha256', secret).update('cursor').update(bytes);
    return Uint8Array.from(hmac.digest().subarray(0, sealBytes));
  };
}

export function isSameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

function digest(value: string, length: number): Uint8Array {
  return Uint8Array.from(createHash('sha256').update(value).digest().subarray(0, length));
}
