/**
 * One request's way to the account's object: within the request's budget and time, with what this isolate heard of
 * the credential's standing a moment ago. Where the object cannot be reached, the isolate's own account stands in.
 */

import type { Reader } from '../credentials/reader.ts';
import type {
  CallOptions,
  SendUpstream,
  Standing,
  TracedRequest,
  UpstreamRequest,
} from '../domain/upstream.ts';
import { isRefusalOfCredential, UpstreamError } from '../errors/upstream-error.ts';
import type { Host } from '../host.ts';
import { memoryBytes } from '../limits.ts';
import type { RequestBudget } from '../request-budget.ts';
import { createMemoryStore } from '../storage/memory-store.ts';
import type { AccountReply, AccountResult, AccountStub, Verification } from './account-contract.ts';

export interface AccountAccess {
  /** @throws UpstreamError, and the first refusal again once upstream has refused the credential in this request. */
  readonly send: SendUpstream;
  /** As this isolate heard of it a moment ago. */
  readStanding(): Promise<Standing>;
  /** Asks upstream about the credential, once for all isolates. @throws UpstreamError when it is refused. */
  verify(): Promise<Verification['kind']>;
}

export interface AccountAccessParts {
  readonly host: Host;
  readonly reader: Reader;
  /** The account's object; null where no Durable Object is bound. */
  readonly openObject: () => AccountStub | null;
  /** What is asked where the object cannot be reached. */
  readonly openStandIn: () => AccountStub;
  readonly budget: RequestBudget;
  readonly standings: KnownStandings;
  /** Told of calls that the response waited for. */
  readonly onUpstreamCalls: (calls: number) => void;
  readonly keepAlive: (work: Promise<unknown>) => void;
  /** Times a call that the response waits for. */
  readonly waitForUpstream: <Value>(call: () => Promise<Value>) => Promise<Value>;
  /** Null where it is not known who waits. */
  readonly waiting: WaitingRequest | null;
  /** Null where no request is known. */
  readonly traced: TracedRequest | null;
}

/** The request whose response waits for upstream, in this isolate. */
interface WaitingRequest {
  /** No other request's. */
  readonly id: string;
  /** Aborts when the client leaves. */
  readonly gone: AbortSignal;
}

export function createAccountAccess(parts: AccountAccessParts): AccountAccess {
  const { host, reader, openObject, openStandIn, budget, standings, waiting, traced } = parts;
  const { partition } = reader;
  const { apiKey, accountId } = reader.credential;
  const callerId = waiting?.id ?? null;
  const owner = { partition, credential: { apiKey, accountId }, ...(traced === null ? {} : { traced }) };
  let refusal: UpstreamError | null = null;
  let awaitedCalls = 0;
  let left: Promise<never> | null = null;

  async function ask<Value>(run: (stub: AccountStub) => Promise<Value>): Promise<Value> {
    const account = openObject();
    if (account === null) return run(openStandIn());
    try {
      return await run(account);
    } catch (error) {
      host.log({ level: 'error', message: 'The account object cannot be reached.', error: String(error) });
      return run(openStandIn());
    }
  }

  async function exchange<Result extends AccountResult | Verification>(
    run: (stub: AccountStub) => Promise<AccountReply<Result>>,
    isAwaited: boolean,
  ): Promise<AccountReply<Result>> {
    if (refusal !== null) throw refusal;
    try {
      return await budget.run(async () => {
        // Those that waited for a connection meanwhile make no call either.
        if (refusal !== null) throw refusal;
        if (isAwaited && waiting?.gone.aborted) throw new UpstreamError({ kind: 'cancelled' });
        const reply = isAwaited ? await parts.waitForUpstream(() => untilGone(ask(run))) : await ask(run);
        noteRefusal(reply.result);
        if (isAwaited) parts.onUpstreamCalls(reply.upstreamCalls);
        standings.hear(reader, reply.standing, host.now());
        return reply;
      });
    } catch (error) {
      throw refusal ?? error;
    }
  }

  /** @throws UpstreamError `cancelled` when the client leaves before */
  async function untilGone<Value>(work: Promise<Value>): Promise<Value> {
    if (waiting === null) return work;
    left ??= whenLeft(waiting);
    awaitedCalls += 1;
    try {
      return await Promise.race([work, left]);
    } finally {
      awaitedCalls -= 1;
    }
  }

  function whenLeft({ id, gone }: WaitingRequest): Promise<never> {
    const rejected = new Promise<never>((_, reject) => {
      const leave = (): void => {
        if (awaitedCalls > 0) parts.keepAlive(ask((stub) => stub.leave(id)));
        reject(new UpstreamError({ kind: 'cancelled' }));
      };
      if (gone.aborted) leave();
      else gone.addEventListener('abort', leave, { once: true });
    });
    rejected.catch(() => {});
    return rejected;
  }

  function noteRefusal(result: AccountResult | Verification): void {
    if (result.kind !== 'failure' || !isRefusalOfCredential(result.failure)) return;
    refusal ??= new UpstreamError(result.failure);
  }

  return {
    async send(request: UpstreamRequest, options: CallOptions) {
      const { result, isCollapsed } = await exchange(
        (stub) => stub.call({ ...owner, request, options, callerId: options.isAwaited ? callerId : null }),
        options.isAwaited,
      );
      switch (result.kind) {
        case 'answer':
          return { text: result.text, receivedAt: result.receivedAt, isCollapsed };
        case 'failure':
          throw refusal ?? new UpstreamError(result.failure);
        case 'reserved':
          throw new UpstreamError({ kind: 'reserved' });
      }
    },
    async readStanding() {
      const known = standings.find(reader, host.now());
      if (known !== null) return known;
      const standing = await ask((stub) => stub.readStanding(partition));
      return standings.hear(reader, standing, host.now());
    },
    async verify() {
      const { result } = await exchange((stub) => stub.verify(owner), true);
      if (result.kind === 'failure') throw refusal ?? new UpstreamError(result.failure);
      return result.kind;
    },
  };
}

export interface KnownStandings {
  /** Null when nothing was heard for `maxAgeMs`. */
  find(reader: Reader, now: number): Standing | null;
  /** Whether upstream had accepted the reader's credential when it was last heard of, however long ago. */
  wasAccepted(reader: Reader): boolean;
  /** Keeps what was heard, unless a later purge was heard of before. */
  hear(reader: Reader, standing: Standing, now: number): Standing;
  /** An account was purged: its readers' standing is asked for again. */
  forget(accountTag: string): void;
}

interface Heard extends Standing {
  /** Milliseconds since the epoch. */
  readonly heardAt: number;
}

const standingBytes = 96;

/** `maxAgeMs`: how long an isolate may go without hearing of a refusal or a purge. */
export function createKnownStandings(maxAgeMs: number): KnownStandings {
  const standings = createMemoryStore<Heard>(memoryBytes.standings);
  const toName = ({ accountTag, partition }: Reader): string => `${accountTag}/${partition}`;
  return {
    find(reader, now) {
      const known = standings.get(toName(reader));
      return known === null || now - known.heardAt >= maxAgeMs ? null : known;
    },
    wasAccepted: (reader) => (standings.get(toName(reader))?.acceptedAt ?? 0) > 0,
    hear(reader, { acceptedAt, purgedAt }, now) {
      const known = standings.get(toName(reader));
      const standing = { acceptedAt, purgedAt: Math.max(purgedAt, known?.purgedAt ?? 0) };
      standings.put(toName(reader), { ...standing, heardAt: now }, standingBytes);
      return standing;
    },
    forget(accountTag) {
      for (const [name] of [...standings.entries()]) {
        if (name.startsWith(`${accountTag}/`)) standings.delete(name);
      }
    },
  };
}
