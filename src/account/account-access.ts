/**
 * One request's way to the account's object: within the request's budget and time, with what this isolate heard of
 * the credential's standing a moment ago. Where the object cannot be reached, the isolate's own account stands in.
 */

import type { Reader } from '../credentials/reader.ts';
import type { Caller, CallOptions, SendUpstream, Standing, UpstreamRequest } from '../domain/upstream.ts';
import { isRefusalOfCredential, UpstreamError } from '../errors/upstream-error.ts';
import type { Host } from '../host.ts';
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
  readonly caller?: Caller;
  /** Null where no Durable Object is bound. */
  readonly account: AccountStub | null;
  readonly standIn: AccountStub;
  readonly budget: RequestBudget;
  readonly standings: KnownStandings;
  readonly onUpstreamCalls: (calls: number) => void;
}

export function createAccountAccess(parts: AccountAccessParts): AccountAccess {
  const { host, reader, account, standIn, budget, standings } = parts;
  const { partition } = reader;
  const { apiKey, accountId } = reader.credential;
  const caller = parts.caller === undefined ? {} : { caller: parts.caller };
  const owner = { partition, credential: { apiKey, accountId }, ...caller };
  let refusal: UpstreamError | null = null;

  async function ask<Value>(run: (stub: AccountStub) => Promise<Value>): Promise<Value> {
    if (account === null) return run(standIn);
    try {
      return await run(account);
    } catch (error) {
      host.log({ level: 'error', message: 'The account object cannot be reached.', error: String(error) });
      return run(standIn);
    }
  }

  async function exchange<Result extends AccountResult | Verification>(
    run: (stub: AccountStub) => Promise<AccountReply<Result>>,
  ): Promise<AccountReply<Result>> {
    if (refusal !== null) throw refusal;
    try {
      return await budget.run(async () => {
        // Those that waited for a connection meanwhile make no call either.
        if (refusal !== null) throw refusal;
        const reply = await ask(run);
        noteRefusal(reply.result);
        parts.onUpstreamCalls(reply.upstreamCalls);
        standings.hear(reader, reply.standing, host.now());
        return reply;
      });
    } catch (error) {
      throw refusal ?? error;
    }
  }

  function noteRefusal(result: AccountResult | Verification): void {
    if (result.kind !== 'failure' || !isRefusalOfCredential(result.failure)) return;
    refusal ??= new UpstreamError(result.failure);
  }

  return {
    async send(request: UpstreamRequest, options: CallOptions) {
      const { result, isCollapsed } = await exchange((stub) => stub.call({ ...owner, request, options }));
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
      const { result } = await exchange((stub) => stub.verify(owner));
      if (result.kind === 'failure') throw refusal ?? new UpstreamError(result.failure);
      return result.kind;
    },
  };
}

export interface KnownStandings {
  /** Null when nothing was heard for `maxAgeMs`. */
  find(reader: Reader, now: number): Standing | null;
  /** Keeps what was heard, unless a later purge was heard of before. */
  hear(reader: Reader, standing: Standing, now: number): Standing;
  /** An account was purged: its readers' standing is asked for again. */
  forget(accountTag: string): void;
}

interface Heard extends Standing {
  /** Milliseconds since the epoch. */
  readonly heardAt: number;
}

const storeBytes = 1024 * 1024;
const standingBytes = 96;

/** `maxAgeMs`: how long an isolate may go without hearing of a refusal or a purge. */
export function createKnownStandings(maxAgeMs: number): KnownStandings {
  const standings = createMemoryStore<Heard>(storeBytes);
  const toName = ({ accountTag, partition }: Reader): string => `${accountTag}/${partition}`;
  return {
    find(reader, now) {
      const known = standings.get(toName(reader));
      return known === null || now - known.heardAt >= maxAgeMs ? null : known;
    },
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
