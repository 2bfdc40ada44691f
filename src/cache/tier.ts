/** The one small interface of every tier. A tier that fails is a tier that misses. */

import type { Copy } from './copy.ts';

export interface TierCopy {
  readonly copy: Copy<unknown>;
  /** Whether the tier cannot vouch for it any more, so that it is good only when upstream fails. */
  readonly isOnlyForErrors: boolean;
}

export interface Tier {
  /** As it appears in `Cache-Status`. */
  readonly name: 'memory' | 'edge';
  /** Null for a miss. Never rejects. */
  get(name: string): Promise<TierCopy | null>;
  /** Keeps `copy` for as long as it is usable, or shorter. Never rejects. */
  put(name: string, copy: Copy<unknown>, usableForMs: number): Promise<void>;
}
