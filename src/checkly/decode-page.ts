/**
 * From the upstream's list answer to a page. Pure.
 * One broken entry costs its own row; a broken envelope costs the page. Problems name fields, never values.
 */

import * as v from 'valibot';
import type { PageFilter } from '../domain/filter.ts';
import { type PageRequest, type PageRow, type SessionPage, sessionPages } from '../domain/page.ts';
import type { SessionStatus, SessionSummary } from '../domain/session.ts';
import { UpstreamError } from '../errors/upstream-error.ts';
import { maxUpstreamPageSize } from '../limits.ts';
import type { Route } from './route.ts';
import { idSchema, nullishText, readStatus, timeSchema } from './wire.ts';

/** Upstream tokens longer than this would not fit into a cursor. */
const maxTokenLength = 4096;

const envelopeSchema = v.object({
  // More than was asked for would be a page's price a thousand times over.
  entries: v.pipe(v.array(v.unknown()), v.maxLength(maxUpstreamPageSize)),
  nextId: v.nullish(v.pipe(v.string(), v.maxLength(maxTokenLength)), null),
});

const idListSchema = v.nullish(v.array(idSchema), null);

const entrySchema = v.object({
  id: idSchema,
  accountId: idSchema,
  projectId: nullishText,
  name: v.string(),
  provider: v.string(),
  region: v.string(),
  status: v.nullish(v.string(), null),
  errorGroupIds: v.nullish(v.array(idSchema), []),
  running: idListSchema,
  passed: idListSchema,
  failed: idListSchema,
  cancelled: idListSchema,
  privateLocationId: nullishText,
  invoker: v.nullish(v.object({ name: v.string(), picture: nullishText }), null),
  repoUrl: nullishText,
  commitId: nullishText,
  commitOwner: nullishText,
  commitMessage: nullishText,
  branchName: nullishText,
  environment: nullishText,
  startedAt: timeSchema,
  stoppedAt: v.nullish(timeSchema, null),
  created_at: timeSchema,
  updated_at: v.nullish(timeSchema, null),
});
type WireEntry = v.InferOutput<typeof entrySchema>;

/** @throws UpstreamError `invalid-response` when the envelope is broken. */
export function decodePage(body: unknown, fetchedAt: number): SessionPage {
  const envelope = v.safeParse(envelopeSchema, body);
  if (!envelope.success) {
    throw new UpstreamError({
      kind: 'invalid-response',
      problem: 'the list has no entries or a wrong nextId',
    });
  }
  const { entries, nextId } = envelope.output;
  return {
    rows: withoutRepeats(entries.map(decodeRow)),
    nextToken: nextId === '' ? null : nextId,
    fetchedAt,
  };
}

/** A session that stands twice on a page would lead the cursor after its second row back to its first. */
function withoutRepeats(rows: readonly PageRow[]): readonly PageRow[] {
  const seen = new Set<string>();
  return rows.filter((row) => {
    if (row.kind === 'malformed') return true;
    const isRepeated = seen.has(row.session.sessionId);
    seen.add(row.session.sessionId);
    return !isRepeated;
  });
}

function decodeRow(entry: unknown): PageRow {
  const result = v.safeParse(entrySchema, entry);
  if (result.success) return { kind: 'session', session: toSessionSummary(result.output) };
  const field = v.getDotPath(result.issues[0]) ?? 'entry';
  return { kind: 'malformed', problem: `an entry's ${field.replace(/\.\d+$/, '')} is missing or malformed` };
}

function toSessionSummary(wire: WireEntry): SessionSummary {
  return {
    sessionId: wire.id,
    accountId: wire.accountId,
    projectId: wire.projectId,
    name: wire.name,
    provider: wire.provider,
    region: wire.region,
    status: wire.status === null ? deriveStatus(wire) : readStatus(wire.status),
    errorGroupIds: wire.errorGroupIds ?? [],
    running: wire.running,
    passed: wire.passed,
    failed: wire.failed,
    cancelled: wire.cancelled,
    privateLocationId: wire.privateLocationId,
    invoker: wire.invoker,
    repositoryUrl: wire.repoUrl,
    commitSha: wire.commitId,
    commitOwner: wire.commitOwner,
    commitMessage: wire.commitMessage,
    branch: wire.branchName,
    environment: wire.environment,
    startedAt: wire.startedAt,
    stoppedAt: wire.stoppedAt,
    createdAt: wire.created_at,
    updatedAt: wire.updated_at,
  };
}

/** As upstream works it out: any running, else any cancelled, else any failed, else any passed; null for none. */
function deriveStatus({ running, cancelled, failed, passed }: WireEntry): SessionStatus | null {
  if (running?.length) return 'RUNNING';
  if (cancelled?.length) return 'CANCELLED';
  if (failed?.length) return 'FAILED';
  if (passed?.length) return 'PASSED';
  return null;
}

/** GET /v1/test-sessions */
export const sessionPageRoute: Route<PageRequest, SessionPage> = {
  resource: sessionPages,
  toPath: (request, listStyle) => `/v1/test-sessions?${toListQuery(request, listStyle)}`,
  decode: (body, _request, receivedAt) => decodePage(body, receivedAt),
};

/**
 * How lists travel: `brackets` is `statuses[]=A&statuses[]=B`, as Checkly's own client sends them;
 * `repeat` is `statuses=A&statuses=B`, as the specification says.
 */
export type ListStyle = 'brackets' | 'repeat';

/** The upstream's name of each part of a filter, in the order of the query. */
export const filterParameters: Readonly<Record<keyof PageFilter, string>> = {
  fromSeconds: 'from',
  toSeconds: 'to',
  statuses: 'statuses',
  branches: 'branches',
  users: 'users',
  providers: 'providers',
  includeWithoutUser: 'noUsers',
  search: 'textSearch',
  errorGroupId: 'errorGroupId',
};

/** The parameters in a fixed order, so that the same page has the same address. */
function toListQuery({ filter, size, token }: PageRequest, listStyle: ListStyle): URLSearchParams {
  const values: Readonly<Record<string, FilterValue>> = filter;
  const query = new URLSearchParams({ limit: String(size) });
  for (const [key, name] of Object.entries(filterParameters)) {
    append(query, name, values[key] ?? null, listStyle);
  }
  if (token !== null) query.append('nextId', token);
  return query;
}

type FilterValue = readonly string[] | string | number | boolean | null;

/** Nothing for null, false and an empty list: upstream does not restrict by what is left out. */
function append(query: URLSearchParams, name: string, value: FilterValue, listStyle: ListStyle): void {
  if (value === null || value === false) return;
  if (typeof value !== 'object') query.append(name, String(value));
  else for (const item of value) query.append(listStyle === 'brackets' ? `${name}[]` : name, item);
}
