/** What resolvers may use. Implemented by `context.ts`, the only place where layers are wired. */

import type { SessionConnection, WalkArguments } from '../pagination/walk.ts';

export interface ResolverContext {
  /** Milliseconds since the epoch, the same for the whole request. */
  readonly now: number;
  readonly maxPageSize: number;
  /** @throws CredentialError, InputError, UpstreamError */
  walkSessions(args: WalkArguments): Promise<SessionConnection>;
}
