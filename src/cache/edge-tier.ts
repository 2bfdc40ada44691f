/** The data centre's copies, through the Cache API. */

import { decodeCopy } from './copy-codec.ts';
import type { EdgeStore } from './edge-store.ts';
import type { Tier } from './tier.ts';

/** Copies outlive deployments: count up when what is kept changes its shape, so that none of before is read. */
const format = 1;

export function createEdgeTier(store: EdgeStore): Tier {
  const toAddress = (name: string): string => `copy/${format}/${name}`;
  return {
    name: 'edge',
    async get(name) {
      const copy = decodeCopy(await store.get(toAddress(name)));
      return copy === null ? null : { copy, isOnlyForErrors: false };
    },
    put: (name, copy, usableForMs) => store.put(toAddress(name), copy, usableForMs / 1000),
  };
}
