/** What resolvers may use. Implemented by `context.ts`, the only place where layers are wired. */

import type { ErrorGroupFilter, ErrorGroupRow } from '../domain/error-group.ts';
import type { SessionFilter } from '../domain/filter.ts';
import type { PageRow } from '../domain/page.ts';
import type { SessionLoaders } from '../loaders/session-loaders.ts';
import type { Connection, PageArguments } from '../pagination/paginate.ts';
import type { CompletionEvent } from '../subscriptions/watch-completion.ts';
import type { DetailAllowance } from './detail-allowance.ts';

export interface ResolverContext {
  /** Milliseconds since the epoch, the same for the whole request. */
  readonly now: number;
  readonly maxPageSize: number;
  /** What this request may still read one by one. */
  readonly details: DetailAllowance;
  /** This subgraph for composition tools, as text. */
  readonly subgraphSdl: string;
  /** @throws CredentialError, InputError, UpstreamError */
  paginateSessions(filter: SessionFilter, args: PageArguments): Promise<Connection<PageRow>>;
  /** @throws CredentialError, InputError, UpstreamError */
  paginateErrorGroups(filter: ErrorGroupFilter, args: PageArguments): Promise<Connection<ErrorGroupRow>>;
  /** Opening costs nothing. @throws CredentialError, InputError when the request may not read. */
  loaders(): SessionLoaders;
  /** Waits for a session's end, however the request's own time is. @throws CredentialError, InputError */
  watchCompletion(sessionId: string): AsyncIterableIterator<CompletionEvent>;
}
