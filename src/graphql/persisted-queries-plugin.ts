/** Automatic persisted queries, by the well-kept plugin; its store is bounded in bytes, since texts come from anybody. */

import { useAPQ } from '@graphql-yoga/plugin-apq';
import type { Plugin } from 'graphql-yoga';
import { memoryBytes } from '../limits.ts';
import { createMemoryStore } from '../storage/memory-store.ts';

/** An unknown hash is answered with 200 as for any GraphQL error of old: clients look at the code, PERSISTED_QUERY_NOT_FOUND. */
export function usePersistedQueries(): Plugin {
  const texts = createMemoryStore<{ readonly text: string }>(memoryBytes.persistedTexts);
  return useAPQ({
    store: {
      get: (hash) => texts.get(hash)?.text,
      set: (hash, text) => texts.put(hash, { text }, text.length * 2),
    },
    responseConfig: { forceStatusCodeOk: true },
  });
}
