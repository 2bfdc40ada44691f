// The projects of an account, and which of its error groups belong to which: sessions and groups share the ids.

import { type ErrorGroup, inProject } from './error-group.ts';
import { hashText, type Random } from './random.ts';

/** How many projects an account has. */
const projectCount = 4;

export interface SeededProjects {
  readonly projectIds: readonly string[];
  readonly errorGroups: readonly ErrorGroup[];
}

/**
 * Puts every group that has a project of its own into one of the account's. The projects are drawn after the
 * groups, so that a seed makes the sessions that it always made.
 */
export function seedProjects(random: Random, errorGroups: readonly ErrorGroup[]): SeededProjects {
  const projectIds = Array.from({ length: projectCount }, () => random.uuid());
  return {
    projectIds,
    errorGroups: errorGroups.map((group) => {
      if (group.fields.projectId === null) return group;
      return inProject(group, projectIds[hashText(group.key) % projectCount] ?? null);
    }),
  };
}

/** The groups that a session of the project may name; all of them where the project has none. */
export function groupsOfProject(
  errorGroups: readonly ErrorGroup[],
  projectId: string | null,
): readonly ErrorGroup[] {
  const own = errorGroups.filter((group) => group.fields.projectId === projectId);
  return own.length > 0 ? own : errorGroups;
}
