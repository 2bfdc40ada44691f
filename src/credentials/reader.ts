/** Who asks: the credential of a request, the partition of its cache entries and the name of its account. Read once. */

import { createHmac } from 'node:crypto';
import type { Credential, CredentialRules } from './credential.ts';
import { readCredential } from './read-credential.ts';

export interface Reader {
  readonly credential: Credential;
  /** Keyed hash of credential and account. */
  readonly partition: string;
  /** Keyed hash of the account: what all its credentials share. */
  readonly accountTag: string;
}

/** `open` throws when there is no credential that will do: introspection needs none. */
export interface Identified {
  /** @throws CredentialError, InputError */
  open(): Reader;
  /** Null where `open` throws. */
  readonly reader: Reader | null;
}

export function identifyReader(headers: Headers, rules: CredentialRules, secret: string): Identified {
  try {
    const credential = readCredential(headers, rules);
    const reader: Reader = {
      credential,
      partition: toPartition(credential, secret),
      accountTag: toAccountTag(credential, secret),
    };
    return { reader, open: () => reader };
  } catch (error) {
    return {
      reader: null,
      open: () => {
        throw error;
      },
    };
  }
}

export interface PartitionOwner {
  readonly apiKey: string;
  readonly accountId: string | null;
}

/** HMAC-SHA-256 over the length-prefixed key and account, as hex: two owners can never spell the same text. */
export function toPartition({ apiKey, accountId }: PartitionOwner, secret: string): string {
  return sign([apiKey, accountId ?? ''], secret);
}

/** A name for the account alone, for what all its credentials share: its budget and its purges. */
export function toAccountTag({ apiKey, accountId }: PartitionOwner, secret: string): string {
  return accountId === null ? sign(['key', apiKey], secret) : sign(['account', accountId], secret);
}

function sign(parts: readonly string[], secret: string): string {
  const hmac = createHmac('sha256', secret);
  for (const part of parts) hmac.update(`${Buffer.byteLength(part)}:`).update(part);
  return hmac.digest('hex');
}
