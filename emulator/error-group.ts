// One error group as the emulator keeps it, and those that a test or demo adds: everything given is kept as it is,
// malformed values included.

import { mergeFields } from './added-fields.ts';
import { type SessionFields, toIso, toText, toTimeMs } from './session.ts';

export interface ErrorGroup {
  /** The group's id as text: look-up and tie-break go by it, whatever the answer shows. */
  readonly key: string;
  /** Its place in the list, in milliseconds since the epoch. */
  readonly lastSeenMs: number;
  readonly fields: SessionFields;
  /** Shown in the lists in place of the fields when present: a test's malformed row. */
  readonly raw?: unknown;
}

/** An error group's fields, and some more that never show in an answer. */
export interface ErrorGroupInput {
  /** Default: the demo account. */
  readonly _accountId?: string;
  /** Fields to leave out of the answers. */
  readonly _omit?: readonly string[];
  /** Shown in the lists in place of the whole group. */
  readonly _raw?: unknown;
  readonly [field: string]: unknown;
}

export interface NewErrorGroupIds {
  readonly id: string;
  readonly errorHash: string;
}

/** Default: without a project, and seen now for the first and last time. */
export function createErrorGroup(
  input: ErrorGroupInput,
  { id, errorHash }: NewErrorGroupIds,
  nowMs: number,
): ErrorGroup {
  const lastSeenMs = toTimeMs(input.lastSeen) ?? nowMs;
  const defaults = {
    id,
    projectId: null,
    environments: null,
    errorHash,
    rawErrorMessage: null,
    cleanedErrorMessage: 'Added error group',
    firstSeen: toIso(lastSeenMs),
    lastSeen: toIso(lastSeenMs),
    archivedUntilNextEvent: false,
    pwtMetadata: null,
  };
  const group = { key: toText(input.id) ?? id, lastSeenMs, fields: mergeFields(defaults, input) };
  return '_raw' in input ? { ...group, raw: input._raw } : group;
}

export function inProject(group: ErrorGroup, projectId: string | null): ErrorGroup {
  return { ...group, fields: { ...group.fields, projectId } };
}
