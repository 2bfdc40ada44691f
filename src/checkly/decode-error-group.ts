/** From the upstream's error groups to the domain's. Pure. Problems name fields, never values. */

import * as v from 'valibot';
import {
  type ErrorGroup,
  type ErrorGroupPage,
  type ErrorGroupPageRequest,
  type ErrorGroupRow,
  errorGroupPages,
  errorGroups,
} from '../domain/error-group.ts';
import { UpstreamError } from '../errors/upstream-error.ts';
import type { Route } from './route.ts';
import { idSchema, nullishText, timeSchema } from './wire.ts';

const groupSchema = v.object({
  id: idSchema,
  projectId: nullishText,
  environments: v.nullish(v.array(v.string()), null),
  errorHash: v.string(),
  rawErrorMessage: nullishText,
  cleanedErrorMessage: v.string(),
  firstSeen: timeSchema,
  lastSeen: timeSchema,
  archivedUntilNextEvent: v.boolean(),
  pwtMetadata: v.nullish(
    v.array(
      v.object({
        projectName: v.string(),
        testFile: v.string(),
        testTitle: v.string(),
        suitePath: v.array(v.string()),
      }),
    ),
    null,
  ),
});

type WireGroup = v.InferOutput<typeof groupSchema>;

/** @throws UpstreamError `invalid-response` */
function decodeErrorGroup(body: unknown, fetchedAt: number): ErrorGroup {
  const row = decodeRow(body, fetchedAt);
  if (row.kind === 'malformed') throw invalid(row.problem);
  return row.group;
}

/**
 * One broken entry costs its own row. The list has no envelope: a page with fewer rows than were asked for is the last.
 * @throws UpstreamError `invalid-response` for what is no list, or longer than was asked for.
 */
function decodeErrorGroupPage(
  body: unknown,
  { projectId, size }: ErrorGroupPageRequest,
  fetchedAt: number,
): ErrorGroupPage {
  const isPaged = projectId === null;
  if (!Array.isArray(body)) throw invalid('the error groups are not a list');
  if (isPaged && body.length > size) throw invalid('a page has more error groups than were asked for');
  const groups = body.map((entry: unknown) => decodeRow(entry, fetchedAt));
  return { groups, isLast: !isPaged || groups.length < size, fetchedAt };
}

function decodeRow(entry: unknown, fetchedAt: number): ErrorGroupRow {
  const decoded = v.safeParse(groupSchema, entry);
  if (decoded.success) return { kind: 'group', group: toErrorGroup(decoded.output, fetchedAt) };
  const field = v.getDotPath(decoded.issues[0]) ?? 'body';
  const problem = `an error group's ${field.replace(/(\.\d+)+/, '')} is missing or malformed`;
  return { kind: 'malformed', problem };
}

function toErrorGroup(wire: WireGroup, fetchedAt: number): ErrorGroup {
  return {
    errorGroupId: wire.id,
    projectId: wire.projectId,
    environments: wire.environments,
    hash: wire.errorHash,
    message: wire.cleanedErrorMessage,
    rawMessage: wire.rawErrorMessage,
    firstSeen: wire.firstSeen,
    lastSeen: wire.lastSeen,
    isArchivedUntilNextEvent: wire.archivedUntilNextEvent,
    occurrences: wire.pwtMetadata ?? [],
    fetchedAt,
  };
}

function invalid(problem: string): UpstreamError {
  return new UpstreamError({ kind: 'invalid-response', problem });
}

const groupsPath = '/v1/test-session-error-groups';

/** GET /v1/test-session-error-groups/{id} */
const errorGroupRoute: Route<string, ErrorGroup | null> = {
  resource: errorGroups,
  toPath: (errorGroupId) => `${groupsPath}/${encodeURIComponent(errorGroupId)}`,
  decode: (body, _errorGroupId, receivedAt) => decodeErrorGroup(body, receivedAt),
  whenNotFound: () => null,
};

/** GET /v1/test-session-error-groups, or …/projects/{projectId}: no groups for a project that does not exist. */
const errorGroupPageRoute: Route<ErrorGroupPageRequest, ErrorGroupPage> = {
  resource: errorGroupPages,
  toPath: ({ projectId, page, size }) =>
    projectId === null
      ? `${groupsPath}?limit=${size}&page=${page}`
      : `${groupsPath}/projects/${encodeURIComponent(projectId)}`,
  decode: decodeErrorGroupPage,
  whenNotFound: (fetchedAt) => ({ groups: [], isLast: true, fetchedAt }),
};

export const errorGroupRoutes = [errorGroupRoute, errorGroupPageRoute];
