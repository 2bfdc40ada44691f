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
