/**
 * One account of Checkly, as every isolate shares it: collapses identical calls, limits their rate, knows which
 * credentials upstream accepts and when the account was last purged. Decodes nothing of what it passes on.
 */

import { isProofByAccount, isProofByRead } from '../checkly/credential-proof.ts';
import type { AccountConfig } from '../config/config.ts';
import type { Standing } from '../domain/upstream.ts';
import type { Host } from '../host.ts';
import type {
  AccountCall,
  AccountReply,
  AccountResult,
  AccountStub,
  CredentialOwner,
  Verification,
} from './account-contract.ts';
import type { AccountState } from './account-state.ts';
import { callUpstream, type GuardedCall, type GuardedResult } from './guard.ts';
import { createSharedCalls } from './shared-calls.ts';

/** An instance lives in one Durable Object, one process or one request; `state` may be shared by several of them. */
export class Account implements AccountStub {
  private readonly calls = createSharedCalls<GuardedResult>();
  /** First calls of credentials that upstream has not accepted yet, by partition. */
  private readonly introductions = createSharedCalls<GuardedResult>();
  /** Calls that find out whether upstream is well again, by partition. */
  private readonly probes = createSharedCalls<GuardedResult>();
  private readonly host: Host;
  private readonly config: AccountConfig;
  private readonly state: AccountState;

  constructor(host: Host, config: AccountConfig, state: AccountState) {
    this.host = host;
    this.config = config;
    this.state = state;
  }

  call(call: AccountCall): Promise<AccountReply<AccountResult>> {
    const { accountId } = call.credential;
    return this.collapse({ ...call, isProof: (outcome) => isProofByRead(outcome, accountId) });
  }

  async verify({ partition, credential, ...known }: CredentialOwner): Promise<AccountReply<Verification>> {
    const { accountId } = credential;
    const startedAt = this.host.now();
    const isValid = this.isValid(partition);
    if (isValid || accountId === null) {
      return this.reply(partition, { kind: isValid ? 'accepted' : 'unknown' }, false, 0);
    }
    const { result, isCollapsed, upstreamCalls } = await this.collapse({
      partition,
      credential,
      ...known,
      request: { path: `/next/accounts/${encodeURIComponent(accountId)}`, kind: 'check', variant: null },
      options: { notBefore: startedAt, priority: 'foreground', isShareable: false, isAwaited: true },
      callerId: null,
      isProof: (outcome) => isProofByAccount(outcome, accountId),
    });
    const isAccepted = this.state.acceptedAt(partition) >= startedAt;
    return this.reply(partition, toVerification(result, isAccepted), isCollapsed, upstreamCalls);
  }

  async leave(callerId: string): Promise<void> {
    this.calls.leave(callerId);
  }

  async readStanding(partition: string): Promise<Standing> {
    return this.standingOf(partition);
  }

  async purge(): Promise<number> {
    return this.state.purge(this.host.now());
  }

  /** The answer of a moment ago, or of a call that is under way, or of a new one. */
  private async collapse(asked: GuardedCall): Promise<AccountReply<AccountResult>> {
    const { request, partition } = asked;
    // What upstream said before a purge is nobody's answer.
    const notBefore = Math.max(asked.options.notBefore, this.state.purgedAt());
    const call = { ...asked, options: { ...asked.options, notBefore } };
    const name = `${partition} ${request.variant ?? ''} ${request.path}`;
    for (;;) {
      const sharedFrom = Math.max(notBefore, this.host.now() - this.config.cache.freshForMs.running + 1);
      const recent = this.state.recent.find(name, sharedFrom);
      // An answer from before a refusal is not served to the credential any more.
      if (recent !== null && this.state.acceptedAt(partition) > 0)
        return this.reply(partition, { kind: 'answer', ...recent }, true, 0);
      const underWay = this.calls.join(name, call.callerId);
      if (underWay === null) break;
      const { result } = await underWay;
      if (isGoodEnough(result, call)) return this.reply(partition, result, true, 0);
    }
    const { result, upstreamCalls } = await this.calls.lead(name, call.callerId, (abandoned) =>
      this.introduce(call, abandoned),
    );
    if (result.kind === 'answer' && call.options.isShareable) {
      this.state.recent.add(name, result, this.host.now());
    }
    return this.reply(partition, result, false, upstreamCalls);
  }

  /**
   * Until upstream has accepted a credential its reads go one at a time, and all that wait share the first one's
   * failure: ninety fields with a wrong key make one call.
   */
  private async introduce(call: GuardedCall, abandoned: AbortSignal): Promise<GuardedResult> {
    const { partition, request } = call;
    const fly = () => this.probe(call, abandoned);
    for (;;) {
      if (this.state.acceptedAt(partition) > 0 || request.kind === 'long-poll') return fly();
      const ahead = this.introductions.join(partition, null);
      if (ahead === null) return this.introductions.lead(partition, null, fly);
      const { result } = await ahead;
      const isShared = result.kind !== 'answer' && !isOfOneCall(result);
      if (isShared && this.state.acceptedAt(partition) === 0) {
        return { result, upstreamCalls: 0 };
      }
    }
  }

  /** Where one call finds out whether upstream is well again, those that have nothing cached wait for what it says. */
  private async probe(call: GuardedCall, abandoned: AbortSignal): Promise<GuardedResult> {
    const { partition, options } = call;
    const ahead = this.probes.join(partition, null);
    if (ahead !== null && options.priority === 'foreground') await ahead;
    const work = () => callUpstream(this.host, this.config, this.state, call, abandoned);
    const { breaker } = this.state.guardsOf(partition);
    const isProbe = options.priority !== 'ahead' && breaker.isProbeDue(this.host.now());
    return isProbe ? this.probes.lead(partition, null, work) : work();
  }

  private isValid(partition: string): boolean {
    const acceptedAt = this.state.acceptedAt(partition);
    return acceptedAt > 0 && this.host.now() - acceptedAt < this.config.cache.validForMs;
  }

  private standingOf(partition: string): Standing {
    return { acceptedAt: this.state.acceptedAt(partition), purgedAt: this.state.purgedAt() };
  }

  private reply<Result>(
    partition: string,
    result: Result,
    isCollapsed: boolean,
    upstreamCalls: number,
  ): AccountReply<Result> {
    return { result, isCollapsed, upstreamCalls, standing: this.standingOf(partition) };
  }
}

/** Whether a failure tells nothing of the credential's other calls. */
function isOfOneCall(result: AccountResult): boolean {
  if (result.kind !== 'failure') return false;
  const { failure } = result;
  return failure.kind === 'cancelled' || (failure.kind === 'forbidden' && failure.part !== undefined);
}

/** A call that gave way is no answer for one that may not have to. */
function isGoodEnough(result: AccountResult, { options }: GuardedCall): boolean {
  switch (result.kind) {
    case 'answer':
      return result.receivedAt >= options.notBefore;
    case 'failure':
      return true;
    case 'reserved':
      return options.priority === 'ahead';
  }
}

function toVerification(result: AccountResult, isAccepted: boolean): Verification {
  if (isAccepted) return { kind: 'accepted' };
  if (result.kind === 'failure' && result.failure.kind !== 'refused') return result;
  return { kind: 'unknown' };
}
