// The opaque `nextId`: where the next page starts, bound to the filter it was given for. Three kinds, because
// nothing public says which one upstream uses.

import { HttpError } from './http-error.ts';
import type { ListFilter } from './list-query.ts';
import { hashText } from './random.ts';
import type { Place } from './session-store.ts';

export const tokenKinds = ['keyset', 'offset', 'next-id'] as const;
export type TokenKind = (typeof tokenKinds)[number];

export type PageStart =
  /** After the place of the last entry, whether or not that entry is still there. */
  | { readonly kind: 'keyset'; readonly after: Place }
  /** After so many matching entries, counted from the newest. */
  | { readonly kind: 'offset'; readonly skip: number }
  /** At the entry with this key, which must still exist. */
  | { readonly kind: 'next-id'; readonly key: string };

/** A different account or filter makes a different scope; the order and repetition of a list's values do not. */
export function toTokenScope(accountId: string, filter: ListFilter): string {
  const normalized = Object.entries(filter).map(([name, value]) => [
    name,
    Array.isArray(value) ? [...new Set(value)].sort() : value,
  ]);
  return hashText(JSON.stringify([accountId, normalized])).toString(36);
}

export function encodePageToken(start: PageStart, scope: string): string {
  const body = JSON.stringify([scope, ...toParts(start)]);
  return toBase64Url(`${hashText(body).toString(36)}.${body}`);
}

/** @throws HttpError 400 for garbage, another kind's token, or one of another filter */
export function decodePageToken(token: string, scope: string, kind: TokenKind): PageStart {
  const [checksum, body] = splitOnce(fromBase64Url(token));
  if (checksum !== hashText(body).toString(36)) throw refusedToken();
  // The checksum holds, so the body is one that `encodePageToken` wrote.
  const parts: unknown = JSON.parse(body);
  if (!Array.isArray(parts) || parts[0] !== scope || parts[1] !== kind) throw refusedToken();
  const [, , first, second]: unknown[] = parts;
  if (kind === 'keyset' && typeof first === 'number' && typeof second === 'string') {
    return { kind, after: { createdAtMs: first, key: second } };
  }
  if (kind === 'offset' && typeof first === 'number') return { kind, skip: first };
  if (kind === 'next-id' && typeof first === 'string') return { kind, key: first };
  throw refusedToken();
}

export function refusedToken(): HttpError {
  return new HttpError(400, '"nextId" is not valid for this query');
}

function toParts(start: PageStart): (string | number)[] {
  switch (start.kind) {
    case 'keyset':
      return [start.kind, start.after.createdAtMs, start.after.key];
    case 'offset':
      return [start.kind, start.skip];
    case 'next-id':
      return [start.kind, start.key];
  }
}

function splitOnce(text: string): [string, string] {
  const dot = text.indexOf('.');
  return dot === -1 ? ['', text] : [text.slice(0, dot), text.slice(dot + 1)];
}

function toBase64Url(text: string): string {
  const bytes = new TextEncoder().encode(text);
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
}

/** Empty for what is not base64url: the checksum then refuses it. */
function fromBase64Url(token: string): string {
  if (!/^[\w-]+$/.test(token)) return '';
  try {
    const binary = atob(token.replaceAll('-', '+').replaceAll('_', '/'));
    return new TextDecoder().decode(Uint8Array.from(binary, (character) => character.charCodeAt(0)));
  } catch {
    return '';
  }
}
