/** How long a page is fresh, from what it can still become. */

import { describe, expect, test } from 'vitest';
import { emptyPageFilter, type PageFilter } from '../../src/domain/filter.ts';
import { classifyPage, type FreshnessClass } from '../../src/domain/freshness.ts';
import type { SessionPage } from '../../src/domain/page.ts';
import { createTestGateway, testStart } from '../support/test-gateway.ts';
import { createEmulatorHost, createWalker } from '../support/walker.ts';

const horizonMs = 86_400_000;
const now = testStart;
const agoSeconds = (ms: number) => Math.ceil((now - ms) / 1000);

/** A page of one session with these fields, as the client decodes it. */
async function pageOf(fields: Readonly<Record<string, unknown>>): Promise<SessionPage> {
  const { emulator, clock } = createTestGateway({ emulator: { sessions: 0 } });
  emulator.addSessions([fields]);
  const seen: SessionPage[] = [];
  const walker = createWalker(createEmulatorHost(emulator, clock.now), (read) => async (request, options) => {
    const page = await read(request, options);
    seen.push(page);
    return page;
  });
  await walker.page({ first: 1 });
  const [page] = seen;
  if (page === undefined) throw new Error('no page was read');
  return page;
}

interface Case {
  readonly filter?: Partial<PageFilter>;
  readonly token?: string | null;
  readonly createdBefore?: number | null;
  readonly fields?: Readonly<Record<string, unknown>>;
}

async function classify({ filter = {}, token = null, createdBefore = null, fields = {} }: Case) {
  const request = { filter: { ...emptyPageFilter, ...filter }, size: 100, token };
  return classifyPage(request, await pageOf({ status: 'PASSED', ...fields }), createdBefore, horizonMs);
}

describe('a page without hidden rows', () => {
  test.each<[string, Case, FreshnessClass]>([
    ['at the head', {}, 'head'],
    ['at the head of a branch', { filter: { branches: ['main'] } }, 'head'],
    ['behind a token', { token: 't' }, 'settled'],
    ['with a session that runs', { token: 't', fields: { status: 'RUNNING' } }, 'running'],
    ['at the head with a session that runs', { fields: { status: 'RUNNING' } }, 'running'],
    [
      'of a closed window with a session that runs',
      {
        filter: { toSeconds: agoSeconds(horizonMs) },
        fields: { status: 'RUNNING' },
      },
      'running',
    ],
    ['of a window that ended two minutes before', { filter: { toSeconds: agoSeconds(120_000) } }, 'closed'],
    ['of a window that ended a second later', { filter: { toSeconds: agoSeconds(119_000) } }, 'head'],
    ['of a window that ends in the future', { filter: { toSeconds: agoSeconds(-60_000) } }, 'head'],
    [
      'behind a token in a closed window',
      { token: 't', filter: { toSeconds: agoSeconds(120_000) } },
      'closed',
    ],
    [
      'behind a token in an open window',
      { token: 't', filter: { toSeconds: agoSeconds(119_000) } },
      'settled',
    ],
  ])('%s, %o, is %s', async (_case, options, expected) => {
    expect(await classify(options)).toBe(expected);
  });
});

test.each<[string, Case]>([
  ['behind a token', { token: 't' }],
  ['of a closed window', { filter: { toSeconds: agoSeconds(horizonMs) } }],
])('a page %s is never settled while an entry in it is malformed', async (_case, options) => {
  const broken = { region: null };
  expect(await classify({ ...options, fields: broken })).toBe('head');
  expect(await classify({ ...options, fields: { _raw: null } })).toBe('head');
});

describe('a page under a filter that hides what may still join it', () => {
  test.each([
    ['statuses', { statuses: ['FAILED'] }],
    ['search', { search: 'deploy' }],
    ['errorGroupId', { errorGroupId: '7d3f4e0a-0000-4000-8000-000000000000' }],
  ] as const)('is settled by %s only when its range is older than the horizon', async (_name, hiding) => {
    const filter = { ...hiding, statuses: 'statuses' in hiding ? [...hiding.statuses] : [] };
    expect(await classify({ filter, token: 't' })).toBe('head');
    expect(await classify({ filter, token: 't', createdBefore: now - horizonMs + 1 })).toBe('head');
    expect(await classify({ filter, token: 't', createdBefore: now - horizonMs })).toBe('settled');
  });

  test('is closed only when its window ended before the horizon', async () => {
    const closed = (ms: number) => classify({ filter: { search: 'deploy', toSeconds: agoSeconds(ms) } });
    expect(await closed(horizonMs)).toBe('closed');
    expect(await closed(horizonMs - 1_000)).toBe('head');
    expect(await closed(120_000)).toBe('head');
  });

  test('takes the nearer of its window and of the creation time at its token', async () => {
    const filter = { search: 'deploy', toSeconds: agoSeconds(0) };
    expect(await classify({ filter, token: 't', createdBefore: now - horizonMs })).toBe('settled');
  });
});
