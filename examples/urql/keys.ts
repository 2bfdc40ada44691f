/** The objects without id, for graphcache: each is kept within the object that it stands in. */
const withoutId = [
  'ChecklyMemberList',
  'TestSessionCommit',
  'TestSessionCounts',
  'TestSessionDurations',
  'TestSessionErrorOccurrence',
  'TestSessionFlakiness',
  'TestSessionGithubRun',
  'TestSessionGroup',
  'TestSessionIntervalTally',
  'TestSessionInvoker',
  'TestSessionLatest',
  'TestSessionLatestList',
  'TestSessionLookedAt',
  'TestSessionPullRequest',
  'TestSessionRedStreak',
  'TestSessionRepository',
  'TestSessionResultAssertion',
  'TestSessionResultAsset',
  'TestSessionResultDetail',
  'TestSessionSearch',
  'TestSessionStarter',
  'TestSessionStatistics',
  'TestSessionTally',
];

/** For `cacheExchange`. Connections, edges and `PageInfo` need none: graphcache knows them by their names. */
export const keys: Readonly<Record<string, (data: { readonly id?: unknown }) => string | null>> = {
  ...Object.fromEntries(withoutId.map((name) => [name, () => null])),
  // Its id may be null.
  TestSessionRootCauseAnalysis: ({ id }) => (typeof id === 'string' ? id : null),
};
