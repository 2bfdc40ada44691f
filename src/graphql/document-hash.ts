/**
 * The SHA-256 of a document's text: its id among persisted documents, and what the log calls it. Remembered, because
 * clients send few documents again and again.
 */

import { createHash } from 'node:crypto';
import { memoryBytes } from '../limits.ts';
import { createMemoryStore } from '../storage/memory-store.ts';

const known = createMemoryStore<{ readonly hash: string }>(memoryBytes.documentHashes);

/** 64 hexadecimal digits. */
export function hashDocument(text: string): string {
  const found = known.get(text);
  if (found !== null) return found.hash;
  const hash = createHash('sha256').update(text).digest('hex');
  known.put(text, { hash }, 2 * hash.length);
  return hash;
}
