/** Names what a request asks for the log: its operation and a hash of its document. Quotes nothing else of it. Pure. */

import { isObject } from '../../domain/is-object.ts';
import { hashDocument } from '../../graphql/document-hash.ts';
import { readDocumentId } from '../../graphql/document-id.ts';
import type { AskedRequest } from './read-request.ts';

export interface NamedDocument {
  /** Null for an operation without a name. */
  readonly operation: string | null;
  /** The first 16 hexadecimal digits of the text's SHA-256, as automatic persisted queries have it; null without a text. */
  readonly document: string | null;
}

const namePattern = /^[_A-Za-z]\w{0,127}$/;
/** At the start of the text only: further on, such words may stand in a comment or a string. */
const leadingNamePattern = /^\s*(?:query|mutation|subscription)\s+([_A-Za-z]\w{0,127})(?!\w)/;

export function nameDocument(asked: AskedRequest): NamedDocument {
  const params = asked.readJson();
  if (!isObject(params)) return { operation: null, document: null };
  const { query, documentId, operationName, extensions } = params;
  const text = typeof query === 'string' ? query : '';
  const chosen = typeof operationName === 'string' ? namePattern.exec(operationName)?.[0] : undefined;
  const hash = text === '' ? readDocumentId(documentId, extensions)?.bareId : hashDocument(text);
  return {
    operation: chosen ?? leadingNamePattern.exec(text)?.[1] ?? null,
    // A client's own word, of any length: only what may be a hash is taken.
    document: /^[0-9a-f]{64}$/.test(hash ?? '') ? (hash?.slice(0, 16) ?? null) : null,
  };
}
