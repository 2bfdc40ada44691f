/**
 * How a request names a document in place of its text: `documentId` (GraphQL over HTTP, appendix on persisted
 * documents) or the extension of automatic persisted queries. Looks nothing up.
 */

import { isObject } from '../domain/is-object.ts';

export interface DocumentId {
  /** Of a SHA-256 its 64 hexadecimal digits alone, however it was spelled. */
  readonly bareId: string;
  readonly isAutomatic: boolean;
}

/** Null without one; undefined for one that is not as the protocols have it. */
export function readDocumentId(documentId: unknown, extensions: unknown): DocumentId | null | undefined {
  if (documentId !== undefined && documentId !== null) return toDocumentId(documentId);
  const persistedQuery = isObject(extensions) ? extensions.persistedQuery : undefined;
  if (persistedQuery === undefined || persistedQuery === null) return null;
  if (!isObject(persistedQuery) || persistedQuery.version !== 1) return undefined;
  const { sha256Hash } = persistedQuery;
  return typeof sha256Hash === 'string' ? { bareId: sha256Hash, isAutomatic: true } : undefined;
}

export function toBareId(id: string): string {
  return id.startsWith('sha256:') ? id.slice('sha256:'.length) : id;
}

function toDocumentId(documentId: unknown): DocumentId | undefined {
  if (typeof documentId !== 'string' || !/^[\w.~:-]{1,256}$/.test(documentId)) return undefined;
  return { bareId: toBareId(documentId), isAutomatic: false };
}
