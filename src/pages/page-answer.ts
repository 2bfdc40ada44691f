/**
 * How the inner entrypoint answers, so that Workers Cache in front of it keeps what may be kept. Pure.
 * Every 200 says its times itself: one without would be kept for two hours, and stale-if-error is endless by default.
 */

import * as v from 'valibot';
import { type Copy, type StaleWindows, usableForMs } from '../cache/copy.ts';
import { decodeCopy } from '../cache/copy-codec.ts';
import { UpstreamError, type UpstreamFailure } from '../errors/upstream-error.ts';

const failureHeader = 'x-gateway-failure';

/** `accountTag` names whose page it is, for a purge. `now` in milliseconds since the epoch. */
export function toPageResponse(
  copy: Copy<unknown>,
  windows: StaleWindows,
  accountTag: string,
  now: number,
): Response {
  const seconds = (ms: number): number => Math.max(0, Math.floor(ms / 1000));
  const control = [
    'public',
    `max-age=${seconds(copy.fetchedAt + copy.freshForMs - now)}`,
    `stale-while-revalidate=${seconds(windows.whileRevalidateMs)}`,
    `stale-if-error=${seconds(usableForMs(copy, windows) - copy.freshForMs)}`,
  ];
  return Response.json(copy, { headers: { 'cache-control': control.join(', '), 'cache-tag': accountTag } });
}

const callsHeader = 'x-gateway-upstream-calls';

/** Says how many upstream calls an answer cost, so that they are counted where the account is. */
export function withCalls(response: Response, calls: number): Response {
  response.headers.set(callsHeader, String(calls));
  return response;
}

/** 0 when the answer does not say. */
export function readCalls(response: Response): number {
  return Number(response.headers.get(callsHeader) ?? 0);
}

/** Never kept. A 429 leaves as a 503 with its cause beside it: stale copies cover for 5xx only. */
export function toFailureResponse(failure: UpstreamFailure): Response {
  return new Response(null, {
    status: failure.kind === 'timeout' ? 504 : isServerTrouble(failure) ? 503 : 424,
    headers: { 'cache-control': 'no-store', [failureHeader]: JSON.stringify(failure) },
  });
}

function isServerTrouble({ kind }: UpstreamFailure): boolean {
  return kind === 'unavailable' || kind === 'rate-limited';
}

/** A page asked for wrongly: by a partition that is not the credential's. Never kept. */
export function toRefusal(): Response {
  return new Response(null, { status: 500, headers: { 'cache-control': 'no-store' } });
}

const seconds = v.nullable(v.number());
const failureSchema: v.GenericSchema<unknown, UpstreamFailure> = v.variant('kind', [
  v.object({ kind: v.literal('unauthenticated') }),
  v.object({ kind: v.literal('payment-required') }),
  v.object({ kind: v.literal('forbidden') }),
  v.object({ kind: v.literal('rate-limited'), retryAfterSeconds: seconds }),
  v.object({ kind: v.literal('timeout') }),
  v.object({ kind: v.literal('unavailable'), status: seconds, retryAfterSeconds: v.exactOptional(seconds) }),
  v.object({ kind: v.literal('invalid-response'), problem: v.string() }),
  v.object({ kind: v.literal('refused'), status: v.number() }),
]);

/**
 * The copy in an answer of the inner entrypoint; null for an answer that it did not make.
 * @throws UpstreamError that the answer stands for
 */
export async function readPageResponse(response: Response): Promise<Copy<unknown> | null> {
  const failure = response.headers.get(failureHeader);
  if (failure !== null) throw new UpstreamError(readFailure(failure));
  return response.status === 200 ? decodeCopy(await response.json()) : null;
}

function readFailure(text: string): UpstreamFailure {
  try {
    return v.parse(failureSchema, JSON.parse(text));
  } catch {
    return { kind: 'unavailable', status: null };
  }
}
