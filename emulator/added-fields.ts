// What an added session or error group shows: its defaults and what it was given, without the hidden fields.

import type { SessionFields } from './session.ts';

/** Given by whoever adds, and never part of an answer. */
const hiddenFields = ['_accountId', '_invokerId', '_endsAt', '_omit', '_raw'];

interface Input {
  readonly _omit?: readonly string[];
  readonly [field: string]: unknown;
}

export function mergeFields(defaults: SessionFields, input: Input): SessionFields {
  const left = new Set([...hiddenFields, ...(input._omit ?? [])]);
  return Object.fromEntries(Object.entries({ ...defaults, ...input }).filter(([field]) => !left.has(field)));
}
