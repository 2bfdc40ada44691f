/** The request's page loader: the same page is read once, however many aliases and fields ask for it. */

import DataLoader from 'dataloader';
import type { PageDemand, PageRequest, ReadPage } from '../domain/page.ts';
import { toSettledResults } from './settle.ts';

interface PageKey {
  readonly request: PageRequest;
  readonly demand: PageDemand;
}

export function createPageLoader(readPage: ReadPage): ReadPage {
  const loader = new DataLoader(
    (keys: readonly PageKey[]) =>
      toSettledResults(keys.map(({ request, demand }) => readPage(request, demand))),
    { cacheKeyFn: (key) => JSON.stringify(key), batchScheduleFn: onNextMacrotask },
  );
  return (request, demand) => loader.load({ request, demand });
}

/**
 * In workerd `process.nextTick` is only a microtask, and DataLoader's own scheduler, which leans on it,
 * splits what belongs together into many batches.
 */
export function onNextMacrotask(run: () => void): void {
  setTimeout(run, 0);
}
