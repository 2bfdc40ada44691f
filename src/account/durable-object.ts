/** The account's object on Workers: one Durable Object for an account, the same for every isolate of the world. */

import { DurableObject } from 'cloudflare:workers';
import { readAccountConfig } from '../config/config.ts';
import type { Standing } from '../domain/upstream.ts';
import { workersHost } from '../workers-host.ts';
import { Account } from './account.ts';
import type {
  AccountCall,
  AccountReply,
  AccountResult,
  AccountStub,
  CredentialOwner,
  Verification,
} from './account-contract.ts';
import { createAccountState, type StoredAccount } from './account-state.ts';

const storedName = 'account';

export class AccountObject extends DurableObject<Env> implements AccountStub {
  private account: Promise<Account>;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.account = ctx.blockConcurrencyWhile(() => this.open());
  }

  async call(call: AccountCall): Promise<AccountReply<AccountResult>> {
    return (await this.account).call(call);
  }

  async verify(owner: CredentialOwner): Promise<AccountReply<Verification>> {
    return (await this.account).verify(owner);
  }

  async leave(callerId: string): Promise<void> {
    return (await this.account).leave(callerId);
  }

  async readStanding(partition: string): Promise<Standing> {
    return (await this.account).readStanding(partition);
  }

  async purge(): Promise<number> {
    return (await this.account).purge();
  }

  private async open(): Promise<Account> {
    const config = readAccountConfig({ ...this.env });
    const stored = (await this.ctx.storage.get<StoredAccount>(storedName)) ?? null;
    const save = (account: StoredAccount): void => {
      // A write that fails loses at most one small call to upstream, or a purge that isolates have heard of.
      this.ctx.storage.put(storedName, account).catch(() => {});
    };
    return new Account(workersHost, config, createAccountState(config.cache, stored, save));
  }
}
