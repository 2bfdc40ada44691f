/** The request's page loader: the same page is read once, however many aliases and fields ask for it. */

import type { PageReadOptions, PageRequest, ReadPage, SessionPage } from '../domain/page.ts';
import { createRequestLoader } from './request-loader.ts';
import { toSettledResults } from './settle.ts';

interface PageKey {
  readonly request: PageRequest;
  readonly options: PageReadOptions;
}

export function createPageLoader(readPage: ReadPage): ReadPage {
  const load = createRequestLoader<PageKey, SessionPage>(
    (keys) => toSettledResults(keys.map(({ request, options }) => readPage(request, options))),
    (key) => JSON.stringify(key),
  );
  return (request, options) => load({ request, options });
}
