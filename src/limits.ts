/** Every number of the gateway, its unit in its name. What a deployer may change is in `config.ts`, with these as defaults. */

/** Checkly's list takes no more (GET /v1/test-sessions, `limit`). */
export const maxUpstreamPageSize = 100;

/** Edges that one `testSessions` may ask for: five upstream pages. */
export const maxPageSize = 500;

/** Edges when `first` is left out or null. */
export const defaultPageSize = 20;

/** Upstream takes search texts of this length (GET /v1/test-sessions, `textSearch`). */
export const minSearchLength = 3;
export const maxSearchLength = 200;

/** Entries in one list of a filter; beyond, the upstream's address would grow past what proxies take. */
export const maxFilterListLength = 50;

/** Characters in one branch, user or error group of a filter. */
export const maxFilterTextLength = 256;

/** Time for one attempt at an upstream call, its body included. Checkly answers lists within a second or two. */
export const attemptTimeoutMs = 10_000;

/** Time for all upstream work of one request: people and front ends give up at about 30 s. */
export const requestTimeoutMs = 25_000;

/** Attempts at one upstream call, the first included; as Checkly's own client. */
export const maxAttempts = 3;

/** Full-jitter backoff: a random time up to this, doubled for each attempt, up to the maximum. */
export const backoffBaseMs = 250;
export const backoffMaxMs = 2_000;

/** A `Retry-After` up to this is waited for; a longer one is passed on to the reader at once. */
export const maxRetryAfterMs = 10_000;

/** A page of 100 sessions with hundreds of check runs each is about 2 MB. */
export const maxUpstreamBodyBytes = 8 * 1024 * 1024;

/** A Worker may wait for the headers of six connections at a time. */
export const maxConnections = 6;

/** Upstream and cache calls one request may make: the smallest plan of Workers allows 50. */
export const subrequestBudget = 45;

/** A GraphQL request with a large persisted document and variables stays far below. */
export const maxRequestBodyBytes = 128 * 1024;

/** Tokens of one GraphQL document; GraphiQL's introspection has about 500. */
export const maxDocumentTokens = 2_000;

/** Levels of fields in one GraphQL document; the full introspection needs 14. */
export const maxDocumentDepth = 16;
