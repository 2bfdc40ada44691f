/** Accounts in the process itself: the account's object on Node and in tests, and what stands in where no Durable Object can be reached. */

import type { AccountConfig } from '../config/config.ts';
import type { Host } from '../host.ts';
import { maxStandIns, maxStandInUnverified } from '../limits.ts';
import { createLruMap } from '../lru-map.ts';
import { Account } from './account.ts';
import type { AccountNamespace } from './account-contract.ts';
import { type AccountBounds, type AccountState, createAccountState, objectBounds } from './account-state.ts';

/** The least recently used is forgotten first. */
const maxAccounts = 1_000;

/** An isolate has its answers in the memory of entries. */
const standInBounds: AccountBounds = { maxUnverified: maxStandInUnverified, recentCharacters: 0 };

/** For one process: calls of all its requests collapse. Not for workerd, where requests cannot share promises. */
export function createProcessAccounts(host: Host, config: AccountConfig): AccountNamespace {
  const openState = rememberStates(config, maxAccounts, objectBounds);
  const accounts = createLruMap<Account>(maxAccounts);
  return {
    getByName(name) {
      const account = accounts.get(name) ?? new Account(host, config, openState(name));
      accounts.set(name, account);
      return account;
    },
  };
}

/** For one isolate of workerd: each request opens its own, over plain data that they share. */
export function createIsolateAccounts(host: Host, config: AccountConfig): () => AccountNamespace {
  const openState = rememberStates(config, maxStandIns, standInBounds);
  return () => {
    const accounts = new Map<string, Account>();
    return {
      getByName(name) {
        const account = accounts.get(name) ?? new Account(host, config, openState(name));
        accounts.set(name, account);
        return account;
      },
    };
  };
}

function rememberStates(
  config: AccountConfig,
  max: number,
  bounds: AccountBounds,
): (name: string) => AccountState {
  const states = createLruMap<AccountState>(max);
  return (name) => {
    const state = states.get(name) ?? createAccountState(config.cache, null, () => {}, bounds);
    states.set(name, state);
    return state;
  };
}
