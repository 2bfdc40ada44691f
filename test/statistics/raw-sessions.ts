/** What upstream lists, read from the emulator row by row: the side of the oracle that shares nothing with the gateway. */

import * as v from 'valibot';
import { demoAccountId, demoKey } from '../../emulator/accounts.ts';
import type { Emulator } from '../../emulator/emulator.ts';
import { type Compared, isWanted, rawRow } from '../pagination/compared-oracle.ts';

/** As clients write it. */
export interface AskedFilter extends Compared {
  readonly from?: string;
  readonly to?: string;
  readonly createdWithin?: string;
  readonly statuses?: readonly string[];
  readonly branches?: readonly string[];
  readonly providers?: readonly string[];
  readonly search?: string;
}

export interface RawSession {
  readonly id: string;
  readonly status: string | null;
  readonly durationMs: number | null;
  readonly createdMs: number;
  readonly commitId: string | null;
  /** By grouping. */
  readonly keys: Readonly<Record<'BRANCH' | 'NAME' | 'PROJECT' | 'ENVIRONMENT' | 'PROVIDER', string | null>>;
}

const listSchema = v.object({
  entries: v.array(v.record(v.string(), v.unknown())),
  nextId: v.nullish(v.string(), null),
});

/** All that match, newest first. `fromMs` and `toMs`: the filter's range to the millisecond. */
export async function readRawSessions(
  emulator: Emulator,
  filter: AskedFilter,
  fromMs: number | null,
  toMs: number | null,
): Promise<RawSession[]> {
  const sessions: RawSession[] = [];
  let nextId: string | null = null;
  do {
    const url = new URL('http://127.0.0.1/v1/test-sessions?limit=100');
    for (const status of filter.statuses ?? []) url.searchParams.append('statuses[]', status);
    for (const branch of filter.branches ?? []) url.searchParams.append('branches[]', branch);
    for (const provider of filter.providers ?? []) url.searchParams.append('providers[]', provider);
    if (filter.search !== undefined) url.searchParams.set('textSearch', filter.search);
    if (nextId !== null) url.searchParams.set('nextId', nextId);
    const headers = { authorization: `Bearer ${demoKey}`, 'x-checkly-account': demoAccountId };
    const page: v.InferOutput<typeof listSchema> = v.parse(
      listSchema,
      await (await emulator.fetch(new Request(url, { headers }))).json(),
    );
    const wanted = page.entries.filter((entry) => isWanted(filter, v.parse(rawRow, entry)));
    sessions.push(...wanted.map(toRaw));
    nextId = page.nextId;
  } while (nextId !== null);
  return sessions.filter(
    ({ createdMs }) => (fromMs === null || createdMs >= fromMs) && (toMs === null || createdMs < toMs),
  );
}

function toRaw(entry: Readonly<Record<string, unknown>>): RawSession {
  const [started, stopped] = [Date.parse(`${entry.startedAt}`), Date.parse(`${entry.stoppedAt}`)];
  return {
    id: `${entry.id}`,
    status: toStatus(entry),
    durationMs: stopped >= started ? stopped - started : null,
    createdMs: Date.parse(`${entry.created_at}`),
    commitId: toText(entry.commitId),
    keys: {
      BRANCH: toText(entry.branchName),
      NAME: `${entry.name}`,
      PROJECT: toText(entry.projectId),
      ENVIRONMENT: toText(entry.environment),
      PROVIDER: `${entry.provider}`,
    },
  };
}

function toText(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}

function toStatus(entry: Readonly<Record<string, unknown>>): string | null {
  if (typeof entry.status === 'string') return entry.status;
  const isAny = (list: unknown) => Array.isArray(list) && list.length > 0;
  if (isAny(entry.running)) return 'RUNNING';
  if (isAny(entry.cancelled)) return 'CANCELLED';
  if (isAny(entry.failed)) return 'FAILED';
  return isAny(entry.passed) ? 'PASSED' : null;
}
