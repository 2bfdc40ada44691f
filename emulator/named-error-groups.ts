// Keeps sessions and error groups together: every group that a session names can be read by its id and is listed.
// A raw row is shown as it was given: no group is made for what it names.

import { inProject } from './error-group.ts';
import type { Random } from './random.ts';
import { seedErrorGroup } from './seed-error-groups.ts';
import { type Session, toIds, toText } from './session.ts';
import type { SessionStore } from './session-store.ts';

/** Makes those that the session names and the account lacks, in the session's project. */
export function addNamedErrorGroups(
  store: SessionStore,
  session: Session,
  { random, nowMs }: { random: Random; nowMs: number },
): void {
  const projectId = toText(session.fields.projectId);
  for (const id of toIds(session.fields.errorGroupIds)) {
    if (store.errorGroups.find(id) !== undefined) continue;
    store.errorGroups.put(inProject(seedErrorGroup(random, id, nowMs), projectId));
  }
}

/** Takes it from the sessions that name it, too. False when there was none. */
export function removeErrorGroup(store: SessionStore, id: string): boolean {
  const naming = store.sessions.filter((session) => toIds(session.fields.errorGroupIds).includes(id));
  for (const session of naming) {
    const errorGroupIds = toIds(session.fields.errorGroupIds).filter((groupId) => groupId !== id);
    store.put({ ...session, fields: { ...session.fields, errorGroupIds } });
  }
  return store.errorGroups.remove(id);
}
