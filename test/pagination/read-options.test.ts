/** What a connection asks of caches, page by page: so that neither their age nor a forger makes it miss a session. */

import { describe, expect, test } from 'vitest';
import type { SessionFilter } from '../../src/domain/filter.ts';
import type { PageRow, ReadPage, SessionPage } from '../../src/domain/page.ts';
import { anyEntry, type ReadOptions } from '../../src/domain/resource.ts';
import type { SessionSummary } from '../../src/domain/session.ts';
import { createCursors, createSign } from '../../src/pagination/cursor.ts';
import { paginate } from '../../src/pagination/paginate.ts';
import { createSessionListing } from '../../src/pagination/session-listing.ts';
import { type SessionPlace, sessionPlaceCodec } from '../../src/pagination/session-place.ts';
import { everything } from '../support/walker.ts';

const now = Date.parse('2026-11-24T12:00:00Z');
const hiding: SessionFilter = { ...everything, statuses: ['FAILED'] };
const any: ReadOptions = anyEntry;
const recent: ReadOptions = { ...any, notBefore: now - 5_000 };

/** A session `age` seconds old, called after it. */
function session(age: number): PageRow {
  const facts: SessionSummary = {
    sessionId: `s${age}`,
    createdAt: now - age * 1000,
    startedAt: now - age * 1000,
    accountId: 'a',
    projectId: null,
    name: 'n',
    provider: 'API',
    region: 'eu-west-1',
    status: 'FAILED',
    errorGroupIds: [],
    running: null,
    passed: null,
    failed: null,
    cancelled: null,
    privateLocationId: null,
    invoker: null,
    repositoryUrl: null,
    commitSha: null,
    commitOwner: null,
    commitMessage: null,
    branch: null,
    environment: null,
    stoppedAt: null,
    updatedAt: null,
  };
  return { kind: 'session', session: facts };
}
const malformed: PageRow = { kind: 'malformed', problem: 'broken', sessionId: null, createdAt: null };

interface Read {
  readonly page: string;
  readonly options: ReadOptions;
}

/** Pages by `token`, `window` or `head`; a read that asks for newer gets what `newer` has, if it has any. */
function createPages(pages: Record<string, Partial<SessionPage>>, newer: typeof pages = {}) {
  const log: Read[] = [];
  const readPage: ReadPage = async ({ filter, token }, options) => {
    const name = token ?? (filter.toSeconds === null ? 'head' : 'window');
    log.push({ page: name, options });
    const held: SessionPage = { rows: [], nextToken: null, fetchedAt: now - 2_000, ...pages[name] };
    if (held.fetchedAt >= options.notBefore || options.unlessSettled) return held;
    return { ...held, fetchedAt: now, ...newer[name] };
  };
  const listingOf = (filter: SessionFilter) =>
    createSessionListing({ readPage, pageSize: 100, accountId: null, sign: createSign('s'), now }, filter);
  return {
    listingOf,
    log,
    async page(filter: SessionFilter, first: number, after: string | null = null) {
      log.length = 0;
      const { edges } = await paginate(listingOf(filter), { first, after });
      return {
        ids: edges.map(({ row }) => (row.kind === 'session' ? row.session.sessionId : null)),
        cursors: edges.map((edge) => edge.cursor()),
      };
    },
    /** A cursor as the gateway seals it, with whatever row part. */
    forge(filter: SessionFilter, cursor: string | undefined, row: Partial<SessionPlace>): string {
      const { codec, owner } = listingOf(filter);
      const place = createCursors(codec, owner).decode(cursor ?? '');
      return createCursors(sessionPlaceCodec, owner).encode({ ...place, ...row });
    },
  };
}

describe('without hidden sessions', () => {
  test('any copy does, and a page behind a token tells what it is read after', async () => {
    const world = createPages({
      head: { rows: [session(1), session(2)], nextToken: 't1' },
      t1: { rows: [session(3)] },
    });
    const { cursors } = await world.page(everything, 3);
    const after2 = { ...any, createdBefore: now - 2_000, precededBy: 's2' };
    expect(world.log).toEqual([
      { page: 'head', options: any },
      { page: 't1', options: after2 },
    ]);
    await world.page(everything, 3, cursors[1]);
    expect(world.log).toEqual([{ page: 't1', options: after2 }]);
    await world.page(everything, 1, cursors[0]);
    expect(world.log).toEqual([{ page: 'head', options: any }]);
  });

  test('a copy that lacks the anchor is read through once, when it is older than five seconds', async () => {
    const pages = { head: { rows: [session(1), session(2), session(3)], nextToken: 't' } };
    const { cursors } = await createPages(pages).page(everything, 2);
    const old = { head: { rows: [session(9)], fetchedAt: now - 5_001 } };
    const world = createPages(old, pages);
    expect((await world.page(everything, 1, cursors[0])).ids).toEqual(['s2']);
    expect(world.log).toEqual([
      { page: 'head', options: any },
      { page: 'head', options: { ...recent, unlessSettled: false } },
    ]);
  });

  test('a copy of the last five seconds that lacks it leads to a window, no older than its end', async () => {
    const pages = { head: { rows: [session(1), session(2), session(3)], nextToken: 't' } };
    const { cursors } = await createPages(pages).page(everything, 2);
    const world = createPages({
      head: { rows: [session(9)], fetchedAt: now - 5_000 },
      window: { rows: [session(1), session(2)], fetchedAt: now },
    });
    expect((await world.page(everything, 1, cursors[0])).ids).toEqual(['s2']);
    expect(world.log).toEqual([
      { page: 'head', options: any },
      { page: 'window', options: { ...any, notBefore: now, unlessSettled: false } },
    ]);
  });
});

describe('under a filter that hides sessions', () => {
  test('every page but the first is of the last five seconds, or settled', async () => {
    const world = createPages({
      head: { rows: [session(1), session(2)], nextToken: 't1' },
      t1: { rows: [session(3)] },
    });
    const { cursors } = await world.page(hiding, 3);
    const after2 = { ...recent, createdBefore: now - 2_000, precededBy: 's2' };
    expect(world.log).toEqual([
      { page: 'head', options: any },
      { page: 't1', options: after2 },
    ]);
    await world.page(hiding, 1, cursors[0]);
    expect(world.log).toEqual([{ page: 'head', options: recent }]);
  });

  test('five seconds count from when the first page was fetched, if that is later', async () => {
    const world = createPages({ head: { rows: [session(1)], nextToken: 't1', fetchedAt: now + 3_000 } });
    await world.page(hiding, 2);
    expect(world.log[1]?.options.notBefore).toBe(now - 2_000);
  });

  test('the head of a window is of the last five seconds, settled or not', async () => {
    const pages = { head: { rows: [session(100), session(200)], nextToken: 't' } };
    const { cursors } = await createPages(pages).page(hiding, 1);
    const world = createPages({ head: { rows: [] }, window: { rows: [session(200)] } });
    await world.page(hiding, 1, cursors[0]);
    expect(world.log.at(-1)).toEqual({ page: 'window', options: { ...recent, unlessSettled: false } });
  });
});

describe('a forged row part', () => {
  test('does not say how old the next page may be: the page tells when its last session was created', async () => {
    const world = createPages({ head: { rows: [session(1), session(2)], nextToken: 't1' } });
    const { cursors } = await world.page(hiding, 1);
    const forged = world.forge(hiding, cursors[0], { innerAnchor: { sessionId: 's2', createdAt: 1 } });
    await world.page(hiding, 1, forged);
    expect(world.log.map(({ page, options }) => [page, options.createdBefore])).toEqual([
      ['head', null],
      ['t1', now - 2_000],
    ]);
  });

  test('leads to a window whose pages are bounded by its end', async () => {
    const world = createPages({
      head: { rows: [session(1), session(2)], nextToken: 't1' },
      window: { rows: [malformed], nextToken: 'w1' },
      w1: { rows: [malformed], nextToken: 'w2' },
    });
    const { cursors } = await world.page(hiding, 1);
    const forged = world.forge(hiding, cursors[0], { innerAnchor: { sessionId: 'x', createdAt: 1_500 } });
    await world.page(hiding, 1, forged);
    expect(world.log.map(({ page, options }) => [page, options.createdBefore])).toEqual([
      ['head', null],
      ['window', null],
      ['w1', 1_500],
      ['w2', 1_500],
    ]);
  });
});
