// The seeded data of each account, made when the account is first read: most tests need but one.

import { accounts } from './accounts.ts';
import { createErrorGroupStore } from './error-group-store.ts';
import { HttpError } from './http-error.ts';
import { createRandom, hashText } from './random.ts';
import { seedErrorGroups } from './seed-error-groups.ts';
import { seedProjects } from './seed-projects.ts';
import { seedSessions } from './seed-sessions.ts';
import { createSessionStore, type SessionStore } from './session-store.ts';

export interface SeedSettings {
  /** Of each account, as are the error groups. */
  readonly sessions: number;
  readonly errorGroups: number;
  readonly seed: number;
}

/** The returned function throws an HttpError 400 for an account that the emulator does not know. */
export function createAccountStores(settings: SeedSettings, nowMs: number) {
  const stores = new Map<string, SessionStore>();
  return (accountId: string): SessionStore => {
    const known = stores.get(accountId);
    if (known !== undefined) return known;
    const account = accounts.find(({ id }) => id === accountId);
    if (account === undefined) throw new HttpError(400, `The emulator has no account ${accountId}.`);
    const random = createRandom(hashText(`${settings.seed} ${account.id}`));
    const seededGroups = seedErrorGroups(random, settings.errorGroups, nowMs);
    const { projectIds, errorGroups } = seedProjects(random, seededGroups);
    const sessions = seedSessions({ account, random, nowMs, projectIds, errorGroups }, settings.sessions);
    const store = createSessionStore(sessions, createErrorGroupStore(errorGroups));
    stores.set(accountId, store);
    return store;
  };
}
