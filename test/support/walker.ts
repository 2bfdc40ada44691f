/** Pages through connections against an emulator, each page as a request of its own, as a client would. */

import { demoAccountId, demoKey } from '../../emulator/accounts.ts';
import type { Emulator } from '../../emulator/emulator.ts';
import { attemptCall } from '../../src/checkly/attempt.ts';
import { createChecklyClient } from '../../src/checkly/client.ts';
import { emptyFilter, type SessionFilter } from '../../src/domain/filter.ts';
import { type PageRow, type ReadPage, sessionPages } from '../../src/domain/page.ts';
import { type SendUpstream, urgentCall } from '../../src/domain/upstream.ts';
import type { Host } from '../../src/host.ts';
import { createSign } from '../../src/pagination/cursor.ts';
import { paginate } from '../../src/pagination/paginate.ts';
import { createSessionListing } from '../../src/pagination/session-listing.ts';

export const everything: SessionFilter = emptyFilter;

interface WalkedPage {
  /** Session ids; null for a malformed row. */
  readonly ids: readonly (string | null)[];
  readonly cursors: readonly string[];
  readonly endCursor: string | null;
  hasNextPage(): Promise<boolean>;
}

export interface Walker {
  page(args: { filter?: SessionFilter; first: number; after?: string | null }): Promise<WalkedPage>;
}

export function createEmulatorHost(emulator: Emulator, now: () => number): Host {
  return {
    fetch: (request) => emulator.fetch(request),
    now,
    startTimer: () => () => {},
    sleep: (_ms, signal) => new Promise((resolve) => signal?.addEventListener('abort', () => resolve())),
    random: () => 0,
    newRequestId: () => 'request',
    edgeCache: { match: async () => undefined, put: async () => {} },
    log: () => {},
  };
}

/** `wrap` puts something, such as a cache, between the loaders and the client. */
export function createWalker(host: Host, wrap: (read: ReadPage) => ReadPage = (read) => read): Walker {
  return {
    async page({ filter = everything, first, after = null }) {
      const client = createChecklyClient(toSend(host), 'brackets', host.now, anyAccount);
      const readPage = wrap(async (request, { precededBy }) => {
        const { value } = await client.fetch(sessionPages, request, precededBy, urgentCall);
        return value;
      });
      const source = {
        readPage,
        pageSize: 100,
        accountId: demoAccountId,
        sign: createSign('s'),
        now: host.now(),
      };
      const connection = await paginate(createSessionListing(source, filter), { first, after });
      const cursors = connection.edges.map((edge) => edge.cursor());
      return {
        ids: connection.edges.map(({ row }) => toId(row)),
        cursors,
        endCursor: cursors.at(-1) ?? null,
        hasNextPage: () => connection.hasNextPage(),
      };
    },
  };
}

/** Takes rows of every account. */
export const anyAccount = { accountId: null, reportForeignRows: () => {} };

/** Every call goes to upstream, once. */
function toSend(host: Host): SendUpstream {
  const headers = { authorization: `Bearer ${demoKey}`, 'x-checkly-account': demoAccountId };
  return async ({ path }) => {
    const attempt = { url: `http://127.0.0.1${path}`, headers, timeoutMs: 60_000 };
    return { ...(await attemptCall(host, attempt)), isCollapsed: false };
  };
}

function toId(row: PageRow): string | null {
  return row.kind === 'session' ? row.session.sessionId : null;
}
