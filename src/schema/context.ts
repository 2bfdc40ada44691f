/** What resolvers may use. Implemented by `context.ts`, the only place where layers are wired. */

import type { SessionFilter } from '../domain/filter.ts';
import type { Loaders } from '../loaders/loaders.ts';
import type { CompletionEvent } from '../loaders/watch-completion.ts';
import type { Connection, CreateListing, PageArguments } from '../pagination/paginate.ts';
import type { Walk } from '../pagination/session-walk.ts';
import type { RequestMeter } from '../request-meter.ts';
import type { BucketStore } from '../statistics/buckets.ts';
import type { QueryCostLimit } from './query-cost.ts';

export interface ResolverContext {
  /** Milliseconds since the epoch, the same for the whole request. */
  readonly now: number;
  readonly maxPageSize: number;
  /** What this request may still read one by one. */
  readonly queryCost: QueryCostLimit;
  /** What the answer may hold. */
  readonly meter: RequestMeter;
  /** This subgraph for composition tools, as text. */
  readonly subgraphSdl: string;
  /** @throws CredentialError, InputError, UpstreamError */
  paginate<Row, Place>(
    createListing: CreateListing<Row, Place>,
    args: PageArguments,
  ): Promise<Connection<Row>>;
  /** The account that is read, in lower case; null for a service key that came without one. @throws CredentialError, InputError */
  accountId(): string | null;
  /** Opening costs nothing. @throws CredentialError, InputError when the request may not read. */
  loaders(): Loaders;
  /** All sessions of a filter, as far as bounds allow. @throws CredentialError, InputError, UpstreamError */
  walk(filter: SessionFilter): Promise<Walk>;
  /** What settled pages came to in statistics. */
  readonly buckets: BucketStore;
  /** Waits for a session's end, however the request's own time is. @throws CredentialError, InputError */
  watchCompletion(sessionId: string): AsyncIterableIterator<CompletionEvent>;
}
