/** Pages through connections against an emulator, each page as a request of its own, as a client would. */

import { demoAccountId, demoKey } from '../../emulator/accounts.ts';
import type { Emulator } from '../../emulator/emulator.ts';
import { createCallAllowance } from '../../src/checkly/call-allowance.ts';
import { createChecklyClient } from '../../src/checkly/client.ts';
import type { SessionFilter } from '../../src/domain/filter.ts';
import type { PageRow, ReadPage } from '../../src/domain/page.ts';
import type { Host } from '../../src/host.ts';
import { createPageLoader } from '../../src/loaders/page-loader.ts';
import { paginate } from '../../src/pagination/paginate.ts';
import { createSessionListing } from '../../src/pagination/session-listing.ts';

export const everything: SessionFilter = {
  fromMs: null,
  toMs: null,
  createdWithinMs: null,
  statuses: [],
  branches: [],
  users: [],
  providers: [],
  includeWithoutUser: false,
  search: null,
  errorGroupId: null,
};

export interface WalkedPage {
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
    sleep: (_ms, signal) => new Promise((resolve) => signal?.addEventListener('abort', () => resolve())),
    random: () => 0,
    newRequestId: () => 'request',
    edgeCache: { match: async () => undefined, put: async () => {} },
    log: () => {},
  };
}

/** `wrap` puts something, such as a cache, between the loader and the client. */
export function createWalker(host: Host, wrap: (read: ReadPage) => ReadPage = (read) => read): Walker {
  return {
    async page({ filter = everything, first, after = null }) {
      const allowance = createCallAllowance(host, {
        budget: 10_000,
        timeoutMs: 60_000,
        onUpstreamCall: () => {},
      });
      const credential = { apiKey: demoKey, accountId: demoAccountId, source: 'pass-through' } as const;
      const settings = { baseUrl: 'http://127.0.0.1', listStyle: 'brackets' } as const;
      const client = createChecklyClient(host, settings, credential, allowance);
      const readPage = createPageLoader(wrap((request) => client.listSessions(request)));
      const source = {
        readPage,
        pageSize: 100,
        accountId: demoAccountId,
        cursorSecret: 's',
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

function toId(row: PageRow): string | null {
  return row.kind === 'session' ? row.session.sessionId : null;
}
