/** Whose cache entries are whose: every key of every store starts with a keyed hash of credential and account. Pure. */

import { createHash, createHmac } from 'node:crypto';

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

/** A fixed-length name for a unit within a partition; the unit's own text may be long and hold a reader's words. */
export function toUnitName(partition: string, unit: string): string {
  return `${partition}/${createHash('sha256').update(unit).digest('hex')}`;
}

function sign(parts: readonly string[], secret: string): string {
  const hmac = createHmac('sha256', secret);
  for (const part of parts) hmac.update(`${Buffer.byteLength(part)}:`).update(part);
  return hmac.digest('hex');
}
