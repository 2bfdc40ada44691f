/** The data centre's copies, through the Cache API. */

import { decodeCopy } from './copy-codec.ts';
import type { EdgeStore } from './edge-store.ts';
import type { Tier } from './tier.ts';

export function createEdgeTier(store: EdgeStore): Tier {
  return {
    name: 'edge',
    get: async (name) => decodeCopy(await store.get(`copy/${name}`)),
    put: (name, copy, usableForMs) => store.put(`copy/${name}`, copy, usableForMs / 1000),
  };
}
