/** From the upstream's error groups to the domain's. Pure. Problems name fields, never values. */

import {
  type ErrorGroup,
  type ErrorGroupPage,
  type ErrorGroupPageRequest,
  type ErrorGroupRow,
  type ErrorOccurrence,
  errorGroupPages,
  errorGroups,
  type RootCauseAnalysis,
} from '../domain/error-group.ts';
import { isObject } from '../domain/is-object.ts';
import { smallerPageSizes } from '../limits.ts';
import type { Route } from './route.ts';
import {
  invalidResponse,
  nameMalformed,
  readBoolean,
  readId,
  readNumber,
  readString,
  readText,
  readTexts,
  readTime,
  toSegment,
} from './wire.ts';

/** @throws UpstreamError `invalid-response` */
function decodeErrorGroup(body: unknown, fetchedAt: number): ErrorGroup {
  const row = decodeRow(body, fetchedAt);
  if (row.kind === 'malformed') throw invalidResponse(row.problem);
  return row.group;
}

/**
 * One broken entry costs its own row. The list has no envelope: a page with fewer rows than were asked for is the last.
 * @throws UpstreamError `invalid-response` for what is no list, or longer than was asked for.
 */
function decodeErrorGroupPage(
  body: unknown,
  { projectId, place }: ErrorGroupPageRequest,
  fetchedAt: number,
): ErrorGroupPage {
  const isPaged = projectId === null;
  if (!Array.isArray(body)) throw invalidResponse('the error groups are not a list');
  if (isPaged && body.length > place.size)
    throw invalidResponse('a page has more error groups than were asked for');
  const groups = body.map((entry: unknown) => decodeRow(entry, fetchedAt));
  return { place, groups, isLast: !isPaged || groups.length < place.size, fetchedAt };
}

function decodeRow(entry: unknown, fetchedAt: number): ErrorGroupRow {
  if (!isObject(entry)) return malformed('body', null);
  const errorGroupId = readId(entry.id);
  const hash = readString(entry.errorHash);
  const message = readString(entry.cleanedErrorMessage);
  const firstSeen = readTime(entry.firstSeen);
  const lastSeen = readTime(entry.lastSeen);
  const isArchivedUntilNextEvent = readBoolean(entry.archivedUntilNextEvent);
  if (
    errorGroupId === null ||
    hash === null ||
    message === null ||
    firstSeen === null ||
    lastSeen === null ||
    isArchivedUntilNextEvent === null
  ) {
    const texts = { id: errorGroupId, errorHash: hash, cleanedErrorMessage: message };
    const others = { firstSeen, lastSeen, archivedUntilNextEvent: isArchivedUntilNextEvent };
    return malformed(nameMalformed({ ...texts, ...others }), errorGroupId);
  }
  return {
    kind: 'group',
    group: {
      errorGroupId,
      projectId: readText(entry.projectId),
      environments: readTexts(entry.environments),
      hash,
      message,
      rawMessage: readText(entry.rawErrorMessage),
      firstSeen,
      lastSeen,
      isArchivedUntilNextEvent,
      occurrences: readOccurrences(entry.pwtMetadata),
      rootCauseAnalyses: readAnalyses(entry.rootCauseAnalyses),
      fetchedAt,
    },
  };
}

/** Null when one of them is malformed: a list that is cut short would look whole. */
function readOccurrences(value: unknown): readonly ErrorOccurrence[] | null {
  if (value === undefined || value === null) return [];
  const occurrences = Array.isArray(value) ? value.flatMap(readOccurrence) : [];
  return Array.isArray(value) && occurrences.length === value.length ? occurrences : null;
}

/** One, or none when it is malformed. */
function readOccurrence(value: unknown): readonly ErrorOccurrence[] {
  if (!isObject(value)) return [];
  const projectName = readString(value.projectName);
  const testFile = readString(value.testFile);
  const testTitle = readString(value.testTitle);
  const suitePath = readTexts(value.suitePath);
  if (projectName === null || testFile === null || testTitle === null || suitePath === null) return [];
  return [{ specId: readText(value.specId), projectName, testFile, testTitle, suitePath }];
}

/** Null when one of them is no object; a part that is malformed costs no more than itself. */
function readAnalyses(value: unknown): readonly RootCauseAnalysis[] | null {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) && value.every(isObject) ? value.map(readAnalysis) : null;
}

function readAnalysis(value: Readonly<Record<string, unknown>>): RootCauseAnalysis {
  const analysis = isObject(value.analysis) ? value.analysis : {};
  return {
    analysisId: readId(value.id),
    createdAt: readTime(value.created_at),
    classification: readText(analysis.classification),
    rootCause: readText(analysis.rootCause),
    userImpact: readText(analysis.userImpact),
    codeFix: readText(analysis.codeFix),
    provider: readText(value.provider),
    model: readText(value.model),
    durationMs: readNumber(value.durationMs),
  };
}

function malformed(field: string, errorGroupId: string | null): ErrorGroupRow {
  return { kind: 'malformed', problem: `an error group's ${field} is missing or malformed`, errorGroupId };
}

const groupsPath = '/v1/test-session-error-groups';

/** GET /v1/test-session-error-groups/{id} */
const errorGroupRoute: Route<string, ErrorGroup | null> = {
  resource: errorGroups,
  toPath: (errorGroupId) => `${groupsPath}/${toSegment(errorGroupId)}`,
  decode: (body, _errorGroupId, receivedAt) => decodeErrorGroup(body, receivedAt),
  whenNotFound: () => null,
};

/** GET /v1/test-session-error-groups, or …/projects/{projectId}: no groups for a project that does not exist. */
const errorGroupPageRoute: Route<ErrorGroupPageRequest, ErrorGroupPage> = {
  resource: errorGroupPages,
  toPath: ({ projectId, place }) =>
    projectId === null
      ? `${groupsPath}?limit=${place.size}&page=${place.number}`
      : `${groupsPath}/projects/${toSegment(projectId)}`,
  decode: decodeErrorGroupPage,
  toSmaller({ projectId, place: { number, size } }) {
    // Numbered pages of two sizes begin at the same row only where one size is a multiple of the other.
    const smaller = smallerPageSizes.find((rows) => rows < size && size % rows === 0);
    if (projectId !== null || smaller === undefined) return null;
    return { projectId, place: { number: ((number - 1) * size) / smaller + 1, size: smaller } };
  },
  whenNotFound: (fetchedAt, { place }) => ({ place, groups: [], isLast: true, fetchedAt }),
};

export const errorGroupRoutes = [errorGroupRoute, errorGroupPageRoute];
