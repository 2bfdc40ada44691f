/** The one error that leaves the Checkly client: whatever went wrong upstream, as a tagged failure. */

export type UpstreamFailure =
  /** 401: upstream refused the credential. */
  | { readonly kind: 'unauthenticated' }
  /** 402: the account's plan lacks the feature. */
  | { readonly kind: 'payment-required' }
  /** 403; `part` where the credential may read the account, as far as is known, and not this of it. */
  | { readonly kind: 'forbidden'; readonly part?: AccountPart }
  /** 429 after bounded retries; null when upstream did not say how long to wait. */
  | { readonly kind: 'rate-limited'; readonly retryAfterSeconds: number | null }
  /** The time for one attempt or for the whole request is spent, or upstream says so (408). */
  | { readonly kind: 'timeout' }
  /** Everybody who waited for the call has left. */
  | { readonly kind: 'cancelled' }
  /** The account's remaining calls are reserved for readers who have nothing cached. */
  | { readonly kind: 'reserved' }
  /** A connection error (`status` null) or a 5xx. */
  | {
      readonly kind: 'unavailable';
      readonly status: number | null;
      /** When upstream said how long to wait. */
      readonly retryAfterSeconds?: number | null;
    }
  /** More than `maxUpstreamBodyBytes`. */
  | { readonly kind: 'too-large' }
  /** Not JSON, not the contract, or a redirect. `problem` never quotes the body. */
  | { readonly kind: 'invalid-response'; readonly problem: string }
  /** Any other 4xx: upstream does not take what the call asked for. */
  | {
      readonly kind: 'refused';
      readonly status: number;
      /** Whether it came as HTML, which Checkly's API never sends. */
      readonly isPage?: true;
    }
  /** A session that was waited for has not ended in the time that a request may wait. */
  | { readonly kind: 'still-running'; readonly waitedSeconds: number }
  /** The request asked for more upstream calls than one request may make. */
  | { readonly kind: 'budget-spent'; readonly budget: number };

/** What a credential may be kept from although it reads sessions. */
export type AccountPart = 'name' | 'members';

export class UpstreamError extends Error {
  override readonly name = 'UpstreamError';
  readonly failure: UpstreamFailure;
  /** When the answer came that broke the contract, milliseconds since the epoch; null where there is none. */
  readonly receivedAt: number | null;

  constructor(failure: UpstreamFailure, { receivedAt = null, ...options }: UpstreamErrorOptions = {}) {
    super(`Checkly's API: ${failure.kind}`, options);
    this.failure = failure;
    this.receivedAt = receivedAt;
  }
}

interface UpstreamErrorOptions extends ErrorOptions {
  readonly receivedAt?: number | null;
}

/** Whether upstream refused the call itself, for example a page token that it no longer takes. */
export function isRefusal(error: unknown): error is UpstreamError {
  return error instanceof UpstreamError && error.failure.kind === 'refused';
}

export function isTooLarge(error: unknown): boolean {
  return error instanceof UpstreamError && error.failure.kind === 'too-large';
}

/** Whether the request has no upstream call left. */
export function isBudgetSpent(error: unknown): boolean {
  return error instanceof UpstreamError && error.failure.kind === 'budget-spent';
}

/** Whether upstream refused the credential. */
export function isRefusalOfCredential(failure: UpstreamFailure): boolean {
  if (failure.kind === 'forbidden') return failure.part === undefined;
  return failure.kind === 'unauthenticated';
}
