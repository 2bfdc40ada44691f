/** Names a request's client to the rate limiter, by a keyed hash: neither a credential nor an address leaves here. Pure. */

import { type Reader, toAddressClient } from '../../credentials/reader.ts';

/**
 * The reader where it is known to be one, else the address. Anybody can invent a Checkly key with each request, so one
 * counts only when upstream has accepted it (`isAccepted`); and the public is not one reader.
 */
export function toClientKey(
  reader: Reader | null,
  isAccepted: (reader: Reader) => boolean,
  headers: Headers,
  secret: string,
): string {
  if (reader !== null && isKnownReader(reader, isAccepted)) return reader.client;
  return toAddressClient(toNetwork(headers.get('cf-connecting-ip') ?? ''), secret);
}

function isKnownReader(reader: Reader, isAccepted: (reader: Reader) => boolean): boolean {
  switch (reader.credential.source) {
    case 'gateway-token':
    case 'jwt':
      return true;
    case 'pass-through':
      return isAccepted(reader);
    case 'public':
      return false;
  }
}

/** Of an IPv6 address the first 64 bits: one household or machine has all of the rest. */
function toNetwork(address: string): string {
  if (!address.includes(':')) return address;
  const [head = '', tail = ''] = address.toLowerCase().split('::');
  const first = toGroups(head);
  const last = toGroups(tail);
  const zeros = address.includes('::')
    ? new Array<string>(Math.max(0, 8 - first.length - last.length)).fill('0')
    : [];
  return [...first, ...zeros, ...last]
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':');
}

function toGroups(part: string): string[] {
  return part === '' ? [] : part.split(':');
}
