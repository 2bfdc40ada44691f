/**
 * From a document's id to its text: out of the deployment's manifest, or of the texts that clients have registered
 * (automatic persisted queries). Holds documents to the manifest where the deployment says so.
 */

import { GraphQLError, type GraphQLErrorExtensions } from 'graphql';
import type { ErrorCode } from '../errors/error-code.ts';
import { badUserInput } from '../errors/to-graphql-error.ts';
import type { Host } from '../host.ts';
import { memoryBytes } from '../limits.ts';
import { createMemoryStore } from '../storage/memory-store.ts';
import { hashDocument } from './document-hash.ts';
import { readDocumentId } from './document-id.ts';
import type { PersistedManifest } from './persisted-manifest.ts';
import { badRequest } from './result-errors.ts';

type Params = Readonly<Record<string, unknown>>;

export interface PersistedDocuments {
  /** `params` with the text in place of the id. @throws GraphQLError for an id that is unknown, and a text that is not to be executed */
  resolve(params: Params, requestId: string): Params;
}

/** `open` takes any document, `log` tells of those that the manifest lacks, `only` refuses them. */
export type DocumentMode = 'open' | 'log' | 'only';

/** Ids that an isolate remembers to have told of. */
const toldBytes = 64 * 1024;

export function createPersistedDocuments(
  { log }: Pick<Host, 'log'>,
  mode: DocumentMode,
  manifest: PersistedManifest,
): PersistedDocuments {
  // Bounded in bytes: texts come from anybody.
  const registered = createMemoryStore<{ readonly text: string }>(memoryBytes.persistedTexts);
  const told = createMemoryStore<object>(toldBytes);
  const trusted = new Set(manifest.values());

  function find(params: Params): unknown {
    const { query, documentId, extensions } = params;
    const id = readDocumentId(documentId, extensions);
    if (id === undefined && documentId)
      throw refuseParam('documentId', 'must be an id of letters, digits and -._~:, at most 256 characters');
    if (!id) {
      if (query === undefined || query === null) throw refuseParam('query', 'is required', { status: 400 });
      return query;
    }
    const { bareId, isAutomatic } = id;
    if (typeof query === 'string') {
      if (hashDocument(query) !== bareId) throw refuse('PERSISTED_QUERY_MISMATCH', 'PersistedQueryMismatch');
      if (mode !== 'only') registered.put(bareId, { text: query }, query.length * 2);
      return query;
    }
    const text = manifest.get(bareId) ?? registered.get(bareId)?.text;
    if (text !== undefined) return text;
    // Clients of automatic persisted queries look for this very message, in a response of 200.
    if (isAutomatic) throw refuse('PERSISTED_QUERY_NOT_FOUND', 'PersistedQueryNotFound');
    throw refuse('PERSISTED_QUERY_NOT_FOUND', 'documentId: no document of this id is known.', badRequest);
  }

  function check(query: string, requestId: string): void {
    if (trusted.has(query)) return;
    if (mode === 'only') {
      throw refuse(
        'PERSISTED_QUERY_ONLY',
        'This gateway answers the documents of its manifest only.',
        badRequest,
      );
    }
    const hash = hashDocument(query);
    if (told.get(hash) !== null) return;
    told.put(hash, {}, 0);
    log({
      level: 'warn',
      requestId,
      message: 'The manifest lacks a document.',
      documentId: `sha256:${hash}`,
    });
  }

  return {
    resolve(params, requestId) {
      const { documentId: _resolved, ...others } = params;
      const query = find(params);
      if (mode !== 'open' && typeof query === 'string') check(query, requestId);
      return { ...others, query };
    },
  };
}

function refuse(
  code: ErrorCode,
  message: string,
  http: GraphQLErrorExtensions['http'] = { status: 200 },
): GraphQLError {
  return new GraphQLError(message, { extensions: { code, http } });
}

function refuseParam(
  name: string,
  reason: string,
  http: GraphQLErrorExtensions['http'] = badRequest,
): GraphQLError {
  const { message, extensions } = badUserInput(name, reason);
  return new GraphQLError(message, { extensions: { ...extensions, http } });
}
