/** One GET of Checkly's API, and what came of it: the gateway's words between the client and the account's object. */

import type { TraceContext } from './trace-context.ts';

export interface UpstreamRequest {
  /** Path and query. */
  readonly path: string;
  /** `long-poll`: upstream holds the answer back until something happens. `check`: asked for the credential's sake. */
  readonly kind: 'read' | 'long-poll' | 'check';
  /** An answer is shared only among requests of the same path and variant; null where the path says all. */
  readonly variant: string | null;
}

/** The request that a call is made for, as the log and tracing name it; it reaches the account's object. Holds no secret. */
export interface TracedRequest {
  readonly requestId: string;
  /** A short prefix of the account's tag. */
  readonly tenant: string;
  /** Null when the client sent none. */
  readonly trace: TraceContext | null;
}

/**
 * How urgent a call is, and so how many of the account's calls it leaves to others. `foreground`: a reader has nothing
 * cached and waits. `background`: a cache entry can be served instead. `ahead`: nobody has asked for it yet.
 */
export type CallPriority = 'foreground' | 'background' | 'ahead';

/** What a reader demands of one upstream call. */
export interface CallOptions {
  /** An answer received earlier (milliseconds since the epoch) is not good enough. */
  readonly notBefore: number;
  readonly priority: CallPriority;
  /** Whether others may be answered with the same answer later on: false for a reader's `no-store`. */
  readonly isShareable: boolean;
  /** Whether the reader's response waits for it: false for what goes on behind the response. */
  readonly isAwaited: boolean;
}

export const urgentCall: CallOptions = {
  notBefore: 0,
  priority: 'foreground',
  isShareable: true,
  isAwaited: true,
};

export interface UpstreamAnswer {
  /** The body, undecoded. */
  readonly text: string;
  /** When its headers arrived, milliseconds since the epoch. */
  readonly receivedAt: number;
  /** Whether another reader's call brought it. */
  readonly isCollapsed: boolean;
}

/** Makes one upstream call. @throws UpstreamError */
export type SendUpstream = (request: UpstreamRequest, options: CallOptions) => Promise<UpstreamAnswer>;

/** A decoded answer. */
export interface Received<Value> {
  readonly value: Value;
  /** When upstream answered, milliseconds since the epoch; null when it said that there is none. */
  readonly fetchedAt: number | null;
  /** Its weight in memory, estimated from its text. */
  readonly bytes: number;
  readonly isCollapsed: boolean;
}

/** What the account's object knows of one credential and of its account. */
export interface Standing {
  /** When upstream last accepted the credential, milliseconds since the epoch; 0 when never, or refused since. */
  readonly acceptedAt: number;
  /** When the account was last purged, milliseconds since the epoch; 0 when never. */
  readonly purgedAt: number;
}
