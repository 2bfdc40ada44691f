/**
 * One request's way to the account's object: within the request's budget and time, with what this isolate heard of
 * the credential's standing a moment ago. Where the object cannot be reached, the isolate's own account stands in.
 */

import type { CallOptions, SendUpstream, Standing, UpstreamRequest } from '../domain/upstream.ts';
import { isRefusalOfCredential, UpstreamError } from '../errors/upstream-error.ts';
import type { Host } from '../host.ts';
import type { RequestBudget } from '../request-budget.ts';
import type { MemoryStore } from '../storage/memory-store.ts';
import type { AccountReply, AccountResult, AccountStub, CredentialOwner, Verification } from './account-contract.ts';

export interface KnownStanding extends Standing {
  /** When this isolate last heard of it, milliseconds since the epoch. */
  readonly heardAt: number;
}

export interface AccountAccess {
  /** @throws UpstreamError, and the first refusal again once upstream has refused the credential in this request. */
  readonly send: SendUpstream;
  /** No older than `maxAgeMs`. */
  readStanding(): Promise<Standing>;
  /** Asks upstream about the credential, once for all isolates. @throws UpstreamError when it is refused. */
  verify(): Promise<Verification['kind']>;
}

export interface AccountAccessParts {
  readonly host: Host;
  readonly owner: CredentialOwner;
  /** Null where no Durable Object is bound. */
  readonly account: AccountStub | null;
  readonly standIn: AccountStub;
  readonly budget: RequestBudget;
  readonly standings: MemoryStore<KnownStanding>;
  /** How long an isolate may go without hearing of a refusal or a purge. */
  readonly maxAgeMs: number;
  readonly onUpstreamCalls: (calls: number) => void;
}

const standingBytes = 96;

export function createAccountAccess(parts: AccountAccessParts): AccountAccess {
  const { host, owner, account, standIn, budget, standings, maxAgeMs } = parts;
  const { partition } = owner;
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

  function remember({ acceptedAt, purgedAt }: Standing): Standing {
    const known = standings.get(partition);
    // A reply may be overtaken by one that was sent after it.
    const standing = { acceptedAt, purgedAt: Math.max(purgedAt, known?.purgedAt ?? 0) };
    standings.put(partition, { ...standing, heardAt: host.now() }, standingBytes);
    return standing;
  }

  async function exchange<Result>(
    run: (stub: AccountStub) => Promise<AccountReply<Result>>,
  ): Promise<AccountReply<Result>> {
    if (refusal !== null) throw refusal;
    const reply = await budget.run(() => ask(run));
    parts.onUpstreamCalls(reply.upstreamCalls);
    remember(reply.standing);
    return reply;
  }

  function fail(failure: Extract<AccountResult, { kind: 'failure' }>['failure']): UpstreamError {
    const error = new UpstreamError(failure);
    if (isRefusalOfCredential(failure)) refusal = error;
    return error;
  }

  return {
    async send(request: UpstreamRequest, { notBefore, isBackground }: CallOptions) {
      const priority = isBackground ? 'background' : 'foreground';
      const { result, isCollapsed } = await exchange((stub) =>
        stub.call({ ...owner, request, priority, notBefore }),
      );
      switch (result.kind) {
        case 'answer':
          return { text: result.text, receivedAt: result.receivedAt, isCollapsed };
        case 'failure':
          throw fail(result.failure);
        case 'reserved':
          throw new UpstreamError({ kind: 'reserved' });
      }
    },
    async readStanding() {
      const known = standings.get(partition);
      if (known !== null && host.now() - known.heardAt < maxAgeMs) return known;
      return remember(await ask((stub) => stub.readStanding(partition)));
    },
    async verify() {
      const { result } = await exchange((stub) => stub.verify(owner));
      if (result.kind === 'failure') throw fail(result.failure);
      return result.kind;
    },
  };
}
