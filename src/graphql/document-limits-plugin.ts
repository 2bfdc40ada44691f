/** Bounds what a document may hold before anything is done with it. Depth needs no bound of its own: no type leads back to itself. */

import { type DocumentNode, GraphQLError, type ParseOptions, parse, type Source, visit } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { maxDocumentTokens, maxNameLength, memoryBytes } from '../limits.ts';
import { createMemoryStore } from '../storage/memory-store.ts';

/** A document past a bound fails as a syntax error does, with GRAPHQL_PARSE_FAILED. */
export function useDocumentLimits(): Plugin {
  return {
    onParse({ setParseFn }) {
      setParseFn(parseWithLimits);
    },
  };
}

/** @throws GraphQLError for a document that is not valid GraphQL, or past a bound */
export function parseWithLimits(source: string | Source, options?: ParseOptions): DocumentNode {
  const document = parse(source, { ...options, maxTokens: maxDocumentTokens });
  checkNames(document);
  return document;
}

/** Messages quote names, and there may be many messages. */
function checkNames(document: DocumentNode): void {
  visit(document, {
    Name(node) {
      if (node.value.length <= maxNameLength) return;
      throw new GraphQLError(`Syntax Error: A name takes at most ${maxNameLength} characters.`, {
        nodes: node,
      });
    },
  });
}

/** Measured: a node with its tokens and places, and what is remembered of its cost. */
const nodeBytes = 320;

/** What a document weighs in memory beside its name, which is its text. */
export function weighTree(document: DocumentNode): number {
  let nodes = 0;
  visit(document, {
    enter() {
      nodes += 1;
    },
  });
  return nodes * nodeBytes;
}

/** What Yoga remembers of documents, bounded in bytes. Errors are not worth remembering: who makes them, makes new ones. */
export function createDocumentCaches() {
  const documents = createMemoryStore<DocumentNode>(memoryBytes.yogaDocuments);
  return {
    documentCache: {
      get: (text: string) => documents.get(text) ?? undefined,
      set: (text: string, document: DocumentNode) => documents.put(text, document, weighTree(document)),
    },
    errorCache: { get: () => undefined, set: () => {} },
  };
}
