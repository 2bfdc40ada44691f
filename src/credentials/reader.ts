/** Who asks: the credential of a request, the partition of its cache entries and the name of its account. Read once. */

import type { Credential, CredentialRules } from './credential.ts';
import { toAccountTag, toPartition } from './partition.ts';
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
