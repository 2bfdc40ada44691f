/** An error that occurred, maybe often: what upstream gathers under one error group. */

/** Where a test of Playwright's met the error. */
export interface ErrorOccurrence {
  /** Playwright's project, such as `chromium`. */
  readonly projectName: string;
  readonly testFile: string;
  readonly testTitle: string;
  /** The titles of the suites around the test, outermost first. */
  readonly suitePath: readonly string[];
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
  /** Empty when the error did not come from Playwright. */
  readonly occurrences: readonly ErrorOccurrence[];
  /** When upstream answered, milliseconds since the epoch. Set once by the client. */
  readonly fetchedAt: number;
}

/** Reads one error group; null when upstream has none of this id. @throws UpstreamError */
export type ReadErrorGroup = (errorGroupId: string) => Promise<ErrorGroup | null>;

/** Which error groups a connection is of. */
export interface ErrorGroupFilter {
  /** Null for all projects. */
  readonly projectId: string | null;
}

/** One upstream page of error groups: numbered, so that groups that come or go shift what it holds. */
export interface ErrorGroupPageRequest {
  /** Null for all projects. A project's groups are all on page 1. */
  readonly projectId: string | null;
  /** From 1 on. */
  readonly page: number;
  /** Rows asked for, 1 to 100. */
  readonly size: number;
}

export interface ErrorGroupReadOptions {
  /** Cache entries fetched before this time (milliseconds since the epoch) are not good enough; 0 takes any. */
  readonly notBefore: number;
}

export type ErrorGroupRow =
  | { readonly kind: 'group'; readonly group: ErrorGroup }
  /** An entry that broke the contract; `problem` names the field, never its value. */
  | { readonly kind: 'malformed'; readonly problem: string };

export interface ErrorGroupPage {
  readonly groups: readonly ErrorGroupRow[];
  readonly isLast: boolean;
  /** When upstream answered, milliseconds since the epoch. Set once by the client; travels through every cache. */
  readonly fetchedAt: number;
}

/** Reads one page of error groups. @throws UpstreamError */
export type ReadErrorGroupPage = (
  request: ErrorGroupPageRequest,
  options: ErrorGroupReadOptions,
) => Promise<ErrorGroupPage>;
