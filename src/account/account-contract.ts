/** What isolates may ask of an account's object, and what it answers: plain data, for calls between runtimes. */

import type { HeldCredential } from '../credentials/credential.ts';
import type { CallOptions, Standing, TracedRequest, UpstreamRequest } from '../domain/upstream.ts';
import type { UpstreamFailure } from '../errors/upstream-error.ts';

export interface CredentialOwner {
  /** Keyed hash of the credential; answers are never shared between two. */
  readonly partition: string;
  readonly credential: HeldCredential;
  /** Absent where no request is known. */
  readonly traced?: TracedRequest;
}

export interface AccountCall extends CredentialOwner {
  readonly request: UpstreamRequest;
  readonly options: CallOptions;
  /** Names the request that waits, until it calls `leave`; null for one that never leaves. */
  readonly callerId: string | null;
}

export type AccountResult =
  | { readonly kind: 'answer'; readonly text: string; readonly receivedAt: number }
  | { readonly kind: 'failure'; readonly failure: UpstreamFailure }
  /** The account's remaining calls are reserved for more urgent ones, or its circuit is not closed. */
  | { readonly kind: 'reserved' };

export interface AccountReply<Result> {
  readonly result: Result;
  /** Whether another reader's call brought the result. */
  readonly isCollapsed: boolean;
  /** Calls to upstream that this call made, retries included. */
  readonly upstreamCalls: number;
  readonly standing: Standing;
}

export type Verification =
  | { readonly kind: 'accepted' }
  /** Only a read can tell: there is no account to ask about, or upstream does not show it. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'failure'; readonly failure: UpstreamFailure };

export interface AccountStub {
  /** One GET of upstream. */
  call(call: AccountCall): Promise<AccountReply<AccountResult>>;
  /** Asks upstream about the credential, unless it was accepted within its validity. */
  verify(owner: CredentialOwner): Promise<AccountReply<Verification>>;
  /** The request waits for none of its calls any more: those that nobody else waits for are cancelled. */
  leave(callerId: string): Promise<void>;
  readStanding(partition: string): Promise<Standing>;
  /** Milliseconds to wait when the last purge is too young; 0 when the account is purged now. */
  purge(): Promise<number>;
}

export interface AccountNamespace {
  /** `name`: the account's tag, which holds no credential. */
  getByName(name: string): AccountStub;
}
