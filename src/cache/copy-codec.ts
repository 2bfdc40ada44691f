/** Copies as JSON in shared tiers, and back. A broken stored entry is a miss. Pure. */

import * as v from 'valibot';
import type { Copy } from './copy.ts';

const copySchema = v.object({
  value: v.unknown(),
  fetchedAt: v.number(),
  freshness: v.picklist(['running', 'head', 'settled', 'closed']),
  freshForMs: v.number(),
});

export function decodeCopy(stored: unknown): Copy<unknown> | null {
  const result = v.safeParse(copySchema, stored);
  return result.success ? result.output : null;
}
