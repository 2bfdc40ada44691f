/** Bounds what a document may hold before anything is done with it. Depth needs no bound of its own: no type leads back to itself. */

import { parse } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { maxDocumentTokens } from '../limits.ts';

/** A longer document fails as a syntax error does, with GRAPHQL_PARSE_FAILED. */
export function useDocumentLimits(): Plugin {
  return {
    onParse({ setParseFn }) {
      setParseFn((source, options) => parse(source, { ...options, maxTokens: maxDocumentTokens }));
    },
  };
}
