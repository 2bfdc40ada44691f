/**
 * The numbers that readers, operators or more than one file meet, each with its unit in its name and its reason.
 * What a deployer may change is in `config/`, with these as defaults; a number of one file's own stands there.
 */

/** Checkly's list takes no more (GET /v1/test-sessions, `limit`). */
export const maxUpstreamPageSize = 100;

/** Edges that one `testSessions` may ask for: five upstream pages. */
export const maxPageSize = 500;

/** Edges when `first` is left out or null. */
export const defaultPageSize = 20;

/** Upstream takes search texts of this length (GET /v1/test-sessions, `textSearch`). */
export const minSearchLength = 3;
export const maxSearchLength = 200;

/** Pages of an account's members, of a hundred each, in which names are looked for. */
export const maxMemberPages = 5;

/** Entries in one list of a filter; beyond, the upstream's address would grow past what proxies take. */
export const maxFilterListLength = 50;

/** Characters in one branch, user or error group of a filter. */
export const maxFilterTextLength = 256;

/** Upstream pages that hold nothing and are read past, one after another: more is a fault of upstream's. */
export const maxEmptyPages = 10;

/**
 * Upstream pages that one list reads on through for what upstream cannot filter by: a thousand sessions, and two such
 * lists fit what a request may call (`subrequestBudget`).
 */
export const maxSearchedPages = 10;

/** Sessions that one question about many looks at: a busy account's month, in calls that the smallest plan allows. */
export const maxWalkedSessions = 2_500;

/** Pages of one such walk: 25 of 100 sessions, its head apart, and what came since it was walked first. */
export const maxWalkedPages = 30;

/**
 * How old a page may be where the list may have changed since: nothing is fresh for less, so a page costs at most
 * one call in that time.
 */
export const recentMs = 5_000;

/** Time for one attempt at an upstream call, its body included. Checkly answers lists within a second or two. */
export const attemptTimeoutMs = 10_000;

/** Time for all upstream work of one request: people and front ends give up at about 30 s. */
export const requestTimeoutMs = 25_000;

/** Attempts at one upstream call, the first included; as Checkly's own client. */
export const maxAttempts = 3;

/** Full-jitter backoff: a random time up to this, doubled for each attempt, up to the maximum. */
export const backoffBaseMs = 250;
export const backoffMaxMs = 2_000;

/** In any minute retries are at most this share of the account's other calls, or so many where that is more. */
export const maxRetryShare = 0.1;
export const minRetriesPerMinute = 10;

/** Outage failures of one account in a row that open its circuit: two calls with their retries. */
export const breakerFailures = 5;

/** How long an open circuit waits for its first probe; doubled for each probe that fails, up to the maximum. */
export const breakerOpenMs = 5_000;
export const breakerMaxOpenMs = 60_000;

/** A `Retry-After` up to this is waited for; a longer one is passed on to the reader at once. */
export const maxRetryAfterMs = 10_000;

/** What a reader is told to wait at most: a `Retry-After` beyond a day is a mistake, and some have no number. */
export const maxToldRetryAfterSeconds = 86_400;

/** A page of 100 sessions with hundreds of check runs each is about 2 MB. */
export const maxUpstreamBodyBytes = 8 * 1024 * 1024;

/** Rows of a page, of sessions or error groups, that is asked for again because its answer was too large: three more calls at most. */
export const smallerPageSizes = [50, 10, 1] as const;

/** A Worker may wait for the headers of six connections at a time. */
export const maxConnections = 6;

/** Upstream and cache calls one request may make: the smallest plan of Workers allows 50. */
export const subrequestBudget = 45;

/** A GraphQL request with a large persisted document and variables stays far below. */
export const maxRequestBodyBytes = 128 * 1024;

/** Tokens of one GraphQL document; GraphiQL's introspection has about 500. */
export const maxDocumentTokens = 2_000;

/** Fields of one compiled query, those of each use of a fragment and of each type it meets: all of the schema are about a hundred. */
export const maxPlanFields = 1_000;
/** Lists with `first` within one another that one list's cost is worked out for: each of them costs at least one read. */
export const maxSelectedLists = 100;
/** Compiled queries of one document: one for each operation and for each case of its conditions. */
export const maxPlansOfDocument = 4;

/** Upstream holds the question for a session's end no longer (GET /v1/test-sessions/{id}/completion, `maxWaitSeconds`). */
export const completionWaitSeconds = 30;

/** Time for the answer to a long poll to arrive once upstream's wait is over. */
export const longPollMarginMs = 5_000;

/** Time that one subscription lasts: twenty long polls, within the calls of Workers' smallest plan. */
export const subscriptionMaxSeconds = 600;

/** Sessions of one request whose results or errors are read one by one. With their page they fit what caches leave of `subrequestBudget`. */
export const maxDetailsPerRequest = 25;

/** A list entry is looked for this long before and after the session's start; each wider time only when the one before found none. */
export const summaryMarginsMs = [30_000, 15 * 60_000, 2 * 3_600_000, 24 * 3_600_000] as const;

/** Bounds of the windows in which list entries are looked for: sessions near each other share one, and its pages. */
export const summaryWindowStepMs = 5 * 60_000;

/** Pages of one such window that are read in search of an entry. */
export const maxSummaryWindowPages = 10;

/** How long a page is fresh, by what it can still become. Check runs end every few seconds. */
export const freshRunningSeconds = 5;
/** New sessions come at the head of a list. */
export const freshHeadSeconds = 10;
/** Behind a token with nothing running, only deletions change a page. */
export const freshSettledSeconds = 3_600;
/** A window in the past with nothing running. */
export const freshClosedSeconds = 86_400;

/** A session's state and errors do not change any more when it is older than this. */
export const settleHorizonSeconds = 86_400;

/** Past its freshness an entry is served so long while it is refreshed: dashboards poll more often than that. */
export const staleWhileRevalidateSeconds = 30;
/** Past its freshness an entry is served so long when upstream fails. */
export const staleIfErrorSeconds = 3_600;

/** How long a credential is served from the cache after upstream last accepted it: what a revoked key still reads. */
export const credentialValidSeconds = 60;

/** Between two readings of the keys, whatever key ids tokens invent, and after one that failed. */
export const jwksIntervalMs = 5_000;

/** How long an isolate may go without hearing of a purge. */
export const memoryMaxAgeSeconds = 5;

const mebibyte = 1024 * 1024;

/**
 * What an isolate remembers, store by store, in bytes as they are in memory: two for each character of a text, since
 * one that is not Latin-1 makes it so, and some 300 for each node of a syntax tree. A test holds the sum to half of
 * an isolate's 128 MB. `entries` and `responses` hold what upstream said to readers whom it accepted; the others
 * are filled by anybody, and that is why they are small.
 */
export const memoryBytes = {
  /** The default of `MEMORY_CACHE_BYTES`. */
  entries: 24 * mebibyte,
  responses: 8 * mebibyte,
  /** What requests ask, by their text: of those with a cached response. */
  requestTexts: 1.5 * mebibyte,
  /** Parsed and validated documents with their plans, of plain execution, and those of Yoga. */
  plainDocuments: 6 * mebibyte,
  yogaDocuments: 4 * mebibyte,
  /** By a document's text: it without what does not count, and its SHA-256. */
  documentKeys: mebibyte,
  documentHashes: (mebibyte * 3) / 4,
  persistedTexts: 2 * mebibyte,
  standings: mebibyte,
  revalidations: mebibyte,
  /** What settled pages came to in statistics: some 2 KB for a page and an interval. */
  buckets: (mebibyte * 3) / 4,
  /** Where the settled pages of a walk begin, by its filter: some 2 KB each. */
  walks: mebibyte / 4,
  /** What cursors are bound to, and the seals of their pages: half for each. */
  cursorHashes: mebibyte / 4,
  /** Readers by their headers: `maxReaders` of at most 2 KB. */
  readers: mebibyte,
  /** JWTs that were verified, by their hash: `maxVerifiedTokens` of at most 500 bytes. */
  verifiedTokens: mebibyte / 4,
  /** An issuer's keys: their text, parsed and imported. */
  issuerKeys: mebibyte / 4,
  /** Accounts that stand in for an object that cannot be reached: `maxStandIns` of at most 64 KB. */
  standIns: 4 * mebibyte,
} as const;

/** Accounts that stand in in one isolate, and credentials of each that upstream has not accepted. */
export const maxStandIns = 64;
export const maxStandInUnverified = 100;

/** A reader's `no-cache` reads a page through at most this often, lest one reader drain the account. */
export const noCacheFloorSeconds = 5;

/** Checkly's limit for an account. */
export const upstreamCallsPerMinute = 600;

/** Shares of an account's calls that a refresh, and the fetch of a page that nobody has asked for yet, leave to others. */
export const callsKeptFromBackground = 0.1;
export const callsKeptFromAhead = 0.5;

/** GraphQL requests in a hundred that leave a line in the log. */
export const loggedRequestsPercent = 100;

/** Until a pipeline tries again to purge an account whose object cannot be reached. */
export const purgeRetrySeconds = 5;

/** A pipeline's purges of one account: runs last longer than that. */
export const minSecondsBetweenPurges = 15;

/** Characters in one name of a GraphQL document; the schema's longest has 31. */
export const maxNameLength = 128;

/**
 * Fields and list items in one answer: five times `first: 500` with every list field, or three introspections by code
 * generators. The largest takes a third of a second and some 20 MB.
 */
export const maxRequestWeight = 500_000;

/** The length, before it is known, of a list that has no size of its own: error groups, results, sequence ids. */
export const assumedListLength = 10;

/** Upstream calls that one request may need with nothing cached: most of what an account has in a minute. */
export const maxRequestCalls = 500;

/**
 * A unit of what a client may spend: so many fields and list items, or calls with nothing cached. The most that a
 * request may cost by default, of either, is 50 units; one that may cost more by configuration spends no more than that,
 * since each unit is a call of the rate-limiting binding.
 */
export const weightPerUnit = 10_000;
export const callsPerUnit = 10;
export const maxUnits = 50;

/** Until a client that has spent its units tries again: the longest period that the binding knows. */
export const clientRetrySeconds = 60;

/** Ids and representations of one request; routers batch a hundred, and `first` gives 500. */
export const maxRequestIds = 500;

/** Characters in an answer where aliases or ids may repeat what upstream sent; else that bounds it, at 8 MiB a call. */
export const maxResponseCharacters = 16 * 1024 * 1024;

/** Errors in any response, where the others are counted in one more; in one that nothing was executed for, with the characters in each message. */
export const maxErrors = 100;
export const maxRequestErrors = 20;
export const maxMessageLength = 400;
