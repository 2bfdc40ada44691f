/** An error that occurred, maybe often: what upstream gathers under one error group. */

import type { ReadOptions, Resource } from './resource.ts';

/** Where a test of Playwright's met the error. */
export interface ErrorOccurrence {
  /** Playwright's id of the test; null when upstream tells none. */
  readonly specId: string | null;
  /** Playwright's project, such as `chromium`. */
  readonly projectName: string;
  readonly testFile: string;
  readonly testTitle: string;
  /** The titles of the suites around the test, outermost first. */
  readonly suitePath: readonly string[];
}

/** What somebody had Checkly work out about an error's cause; each part is null when upstream tells none. */
export interface RootCauseAnalysis {
  readonly analysisId: string | null;
  /** Milliseconds since the epoch. */
  readonly createdAt: number | null;
  readonly classification: string | null;
  readonly rootCause: string | null;
  readonly userImpact: string | null;
  readonly codeFix: string | null;
  readonly provider: string | null;
  readonly model: string | null;
  readonly durationMs: number | null;
}

/** Times are milliseconds since the epoch. */
export interface ErrorGroup {
  readonly errorGroupId: string;
  readonly projectId: string | null;
  /** Null when upstream tells none. */
  readonly environments: readonly string[] | null;
  /** The same for the same error. */
  readonly hash: string;
  readonly message: string;
  /** As it was thrown, terminal colours included; null when upstream did not keep it. */
  readonly rawMessage: string | null;
  readonly firstSeen: number;
  readonly lastSeen: number;
  readonly isArchivedUntilNextEvent: boolean;
  /** Empty when the error did not come from Playwright; null when upstream's list of them is malformed. */
  readonly occurrences: readonly ErrorOccurrence[] | null;
  /** Empty when nobody asked for one; null when upstream's list of them is malformed. */
  readonly rootCauseAnalyses: readonly RootCauseAnalysis[] | null;
  /** When upstream answered, milliseconds since the epoch. Set once by the client. */
  readonly fetchedAt: number;
}

/** By Checkly's id; null when upstream has none of it. */
export const errorGroups: Resource<string, ErrorGroup | null> = {
  name: 'error-group',
  isValue: (value): value is ErrorGroup | null =>
    value === null || (typeof value === 'object' && 'errorGroupId' in value),
  classify: () => 'head',
  explain: () => 'it may occur again',
};

/** Which error groups a connection is of. */
export interface ErrorGroupFilter {
  /** Null for all projects. */
  readonly projectId: string | null;
}

/** One upstream page of error groups: numbered, so that groups that come or go shift what it holds. */
export interface ErrorGroupPageRequest {
  /** Null for all projects. A project's groups are all on page 1. */
  readonly projectId: string | null;
  readonly place: NumberedPage;
}

export interface NumberedPage {
  /** From 1 on. */
  readonly number: number;
  /** Rows asked for, 1 to 100. */
  readonly size: number;
}

export type ErrorGroupRow =
  | { readonly kind: 'group'; readonly group: ErrorGroup }
  /** An entry that broke the contract; `problem` names the field, never its value. */
  | {
      readonly kind: 'malformed';
      readonly problem: string;
      /** Null when that cannot be read either. */
      readonly errorGroupId: string | null;
    };

export interface ErrorGroupPage {
  /** As it was read: with fewer rows than were asked for, where so many do not fit upstream's answer. It begins with the same row. */
  readonly place: NumberedPage;
  readonly groups: readonly ErrorGroupRow[];
  readonly isLast: boolean;
  /** When upstream answered, milliseconds since the epoch. Set once by the client; travels through every cache. */
  readonly fetchedAt: number;
}

export const errorGroupPages: Resource<ErrorGroupPageRequest, ErrorGroupPage> = {
  name: 'error-group-page',
  isValue: (value): value is ErrorGroupPage =>
    typeof value === 'object' &&
    value !== null &&
    'place' in value &&
    'groups' in value &&
    Array.isArray(value.groups),
  classify: () => 'head',
  explain: () => 'errors can still join it',
};

/** Reads one page of error groups. @throws UpstreamError */
export type ReadErrorGroupPage = (
  request: ErrorGroupPageRequest,
  options: Pick<ReadOptions, 'notBefore'>,
) => Promise<ErrorGroupPage>;
