// The two lists of error groups: numbered pages of the account's, and all of a project's. Bare arrays, so that a
// reader learns of the end by a page that is short or empty.

import type { ErrorGroup } from './error-group.ts';
import type { ErrorGroupStore } from './error-group-store.ts';
import { badParameter, readLimit, readNumber } from './list-query.ts';

export interface ErrorGroupQuery {
  readonly limit: number;
  /** Counted from 1. */
  readonly page: number;
}

const defaultLimit = 10;

/** @throws HttpError 400 */
export function readErrorGroupQuery(parameters: URLSearchParams): ErrorGroupQuery {
  return { limit: readLimit(parameters, defaultLimit), page: readPageNumber(parameters) };
}

/** Counted anew at each call: what comes or goes before a page shifts it. */
export function readErrorGroupPage(store: ErrorGroupStore, { limit, page }: ErrorGroupQuery): unknown[] {
  return store
    .list()
    .slice((page - 1) * limit, page * limit)
    .map(toRow);
}

/** All of them, in the order of the account's list; none for a project that nobody knows. */
export function readProjectErrorGroups(store: ErrorGroupStore, projectId: string): unknown[] {
  return store
    .list()
    .filter((group) => group.fields.projectId === projectId)
    .map(toRow);
}

/** The contract takes any number above 0 and does not say what a fraction means, so fractions are refused. */
function readPageNumber(parameters: URLSearchParams): number {
  const page = readNumber(parameters, 'page') ?? 1;
  if (page <= 0) throw badParameter('page', 'must be greater than 0');
  if (!Number.isInteger(page)) throw badParameter('page', 'must be an integer');
  return page;
}

function toRow(group: ErrorGroup): unknown {
  return group.raw ?? group.fields;
}
