/** The pages that the benchmark's upstream answers with: lifelike ones, made by the emulator once, kept as bytes. */
import { createEmulator, demoAccountId, demoKey } from '../emulator/emulator.ts';

/** Enough for more than five pages of a hundred under the filter below. */
const sessionCount = 6_000;
const maxPages = 7;
const longPage = 100;
/** Fixed, so that every run reads the same bytes. */
const seededAt = Date.parse('2026-05-01T12:00:00Z');

export const credentialHeaders = {
  authorization: `Bearer ${demoKey}`,
  'x-checkly-account': demoAccountId,
} as const;

export interface UpstreamPages {
  /** The first and last page of a list of 20: one call is all that it takes. */
  readonly short: Buffer;
  /** Pages of 100 by the token that leads to them; the first by ''. */
  readonly long: ReadonlyMap<string, Buffer>;
  readonly account: Buffer;
  /** The list without a filter by status: a month of 2,500 sessions, whatever the range. */
  answerMonth(path: string): Promise<Buffer>;
}

interface Page {
  readonly text: string;
  readonly nextId: string | null;
}

export async function createUpstreamPages(): Promise<UpstreamPages> {
  const emulator = createEmulator({ now: () => seededAt, sessions: sessionCount, requestsPerMinute: null });
  const read = async (path: string): Promise<string> => {
    const request = new Request(`http://emulator.invalid${path}`, { headers: credentialHeaders });
    return (await emulator.fetch(request)).text();
  };
  const readPage = async (limit: number, token: string): Promise<Page> => {
    const query = new URLSearchParams({ limit: String(limit) });
    query.append('statuses[]', 'FAILED');
    query.append('branches[]', 'main');
    if (token !== '') query.set('nextId', token);
    const text = await read(`/v1/test-sessions?${query}`);
    return { text, nextId: readNextId(text) };
  };
  const long = new Map<string, Buffer>();
  for (let token: string | null = ''; token !== null && long.size < maxPages; ) {
    const page: Page = await readPage(longPage, token);
    long.set(token, Buffer.from(page.text));
    token = page.nextId;
  }
  const month = createEmulator({ now: () => seededAt, sessions: 2_500, requestsPerMinute: null });
  return {
    async answerMonth(path) {
      const request = new Request(`http://emulator.invalid${path}`, { headers: credentialHeaders });
      return Buffer.from(await (await month.fetch(request)).arrayBuffer());
    },
    short: Buffer.from(withoutNextId(await readPage(20, ''))),
    long,
    account: Buffer.from(await read(`/next/accounts/${demoAccountId}`)),
  };
}

function readNextId(text: string): string | null {
  const page: unknown = JSON.parse(text);
  if (typeof page !== 'object' || page === null || !('nextId' in page)) return null;
  return typeof page.nextId === 'string' ? page.nextId : null;
}

function withoutNextId({ text, nextId }: Page): string {
  return text.replace(JSON.stringify(nextId), 'null');
}
