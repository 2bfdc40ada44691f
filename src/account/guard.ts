/**
 * The one guard around Checkly: acquires each call from the rate limiter, makes it, records whether upstream
 * accepted the credential, and retries within bounds, unless the account's circuit is open. Stops when nobody waits any
 * more, and leaves a line in the log about each attempt that failed.
 */

import { type AttemptAnswer, attemptCall } from '../checkly/attempt.ts';
import { isOrdinary, toFailureLine, toRouteName } from '../checkly/failure-line.ts';
import { decideRetry } from '../checkly/retry.ts';
import type { AccountConfig } from '../config/config.ts';
import { toTraceparent } from '../domain/trace-context.ts';
import { isRefusalOfCredential, UpstreamError, type UpstreamFailure } from '../errors/upstream-error.ts';
import type { Host } from '../host.ts';
import { attemptTimeoutMs, completionWaitSeconds, longPollMarginMs } from '../limits.ts';
import type { AccountCall, AccountResult } from './account-contract.ts';
import type { AccountState } from './account-state.ts';
import type { RateLimiter } from './rate-limiter.ts';

export interface GuardedCall extends AccountCall {
  /** Whether what came of an attempt proves that upstream accepts the credential. */
  readonly isProof: (outcome: AttemptAnswer | UpstreamFailure) => boolean;
}

export interface GuardedResult {
  readonly result: AccountResult;
  /** Attempts made. */
  readonly upstreamCalls: number;
}

const cancelled: AccountResult = { kind: 'failure', failure: { kind: 'cancelled' } };
const longPollTimeoutMs = completionWaitSeconds * 1000 + longPollMarginMs;

export async function callUpstream(
  host: Host,
  { checkly, requestTimeoutMs }: AccountConfig,
  state: AccountState,
  call: GuardedCall,
  abandoned: AbortSignal,
): Promise<GuardedResult> {
  const { partition, options, request } = call;
  const { priority } = options;
  const isLongPoll = request.kind === 'long-poll';
  const timeoutMs = isLongPoll ? longPollTimeoutMs : attemptTimeoutMs;
  const deadline = host.now() + Math.max(requestTimeoutMs, isLongPoll ? longPollTimeoutMs : 0);
  let failure: UpstreamFailure | null = null;
  for (let attempts = 1; ; attempts += 1) {
    if (abandoned.aborted) return { result: cancelled, upstreamCalls: attempts - 1 };
    const { limiter, breaker, retries } = state.guardsOf(partition);
    // What nobody has asked for yet is no probe either.
    if (priority === 'ahead' && !breaker.isClosed())
      return { result: toRefusal(failure, { kind: 'reserved' }), upstreamCalls: attempts - 1 };
    // A long poll hangs by its nature.
    const admission = isLongPoll ? 'closed' : breaker.admit(host.now());
    if (typeof admission !== 'string')
      return { result: { kind: 'failure', failure: failure ?? admission }, upstreamCalls: attempts - 1 };
    const isProbe = admission === 'probe';
    const acquisition = limiter.acquire(host.now(), priority);
    if (acquisition.kind !== 'acquired') {
      if (isProbe) breaker.abandonProbe(host.now());
      return { result: toRefusal(failure, acquisition), upstreamCalls: attempts - 1 };
    }
    const attempt = {
      url: checkly.baseUrl + request.path,
      headers: toHeaders(host, call),
      timeoutMs: Math.min(timeoutMs, Math.max(1, deadline - host.now())),
      abandoned,
    };
    const calledAt = host.now();
    const outcome = await inSpan(host, request.path, attempts, () =>
      attemptCall(host, attempt).catch(toFailure),
    );
    record(state, call, outcome, { calledAt, now: host.now() });
    const isAnswer = 'text' in outcome;
    if (!isAnswer && outcome.kind === 'cancelled') {
      if (isProbe) breaker.abandonProbe(host.now());
    } else if (!isLongPoll) breaker.record(isAnswer ? null : outcome, host.now(), isProbe);
    if (attempts === 1) retries.countCall(host.now());
    if (isAnswer) return { result: { kind: 'answer', ...outcome }, upstreamCalls: attempts };
    failure = outcome;
    if (!isOrdinary(failure, isLongPoll)) {
      const failed = { path: request.path, traced: call.traced ?? null, failure, attempt: attempts };
      host.log(toFailureLine({ ...failed, ms: host.now() - calledAt }));
    }
    const waitMs = decideRetry({
      failure,
      attempts,
      remainingMs: deadline - host.now(),
      jitter: host.random(),
    });
    if (waitMs === null || isProbe || !retries.spend(host.now()))
      return { result: { kind: 'failure', failure }, upstreamCalls: attempts };
    await host.sleep(waitMs, abandoned);
  }
}

function record(
  state: AccountState,
  { partition, isProof }: GuardedCall,
  outcome: AttemptAnswer | UpstreamFailure,
  { calledAt, now }: { readonly calledAt: number; readonly now: number },
): void {
  if (isProof(outcome)) state.accept(partition, calledAt, now);
  else if (!('text' in outcome) && isRefusalOfCredential(outcome)) state.refuse(partition, now);
}

type Unacquired = Exclude<ReturnType<RateLimiter['acquire']>, { kind: 'acquired' }>;

/** A retry that cannot be acquired ends with the failure that it was to mend. */
function toRefusal(failure: UpstreamFailure | null, acquisition: Unacquired): AccountResult {
  if (failure !== null) return { kind: 'failure', failure };
  if (acquisition.kind === 'reserved') return { kind: 'reserved' };
  const { retryAfterSeconds } = acquisition;
  return { kind: 'failure', failure: { kind: 'rate-limited', retryAfterSeconds } };
}

/** The platform's span for the call holds its whole address; this one holds what may be told. */
function inSpan(
  host: Host,
  path: string,
  attempt: number,
  run: () => Promise<AttemptAnswer | UpstreamFailure>,
): Promise<AttemptAnswer | UpstreamFailure> {
  if (host.enterSpan === undefined) return run();
  return host.enterSpan(`GET ${toRouteName(path)}`, async (span) => {
    span.setAttribute('attempt', attempt);
    const outcome = await run();
    if (!('text' in outcome)) span.setAttribute('failure', outcome.kind);
    return outcome;
  });
}

function toHeaders(host: Host, { credential, traced }: GuardedCall): Record<string, string> {
  const { apiKey, accountId } = credential;
  const trace = traced?.trace ?? null;
  return {
    accept: 'application/json',
    authorization: `Bearer ${apiKey}`,
    ...(accountId === null ? {} : { 'x-checkly-account': accountId }),
    ...(trace === null ? {} : { traceparent: toTraceparent(trace, host.random) }),
  };
}

function toFailure(error: unknown): UpstreamFailure {
  if (error instanceof UpstreamError) return error.failure;
  throw error;
}
