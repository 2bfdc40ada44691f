/** What is malformed in an answer, and how much it costs. */

import { describe, expect, test } from 'vitest';
import { decodePage } from '../../src/checkly/decode-page.ts';
import { decodeRow, optional, required } from './entries.ts';

const malformed = (field: string) => ({
  kind: 'malformed',
  problem: `an entry's ${field} is missing or malformed`,
});

describe('an entry is malformed', () => {
  test.each(Object.keys(required))('without its %s, or with a null or a number there', (field) => {
    expect(decodeRow({ ...required, [field]: undefined })).toEqual(malformed(field));
    expect(decodeRow({ ...required, [field]: null })).toEqual(malformed(field));
    expect(decodeRow({ ...required, [field]: 7 })).toEqual(malformed(field));
  });

  test.each(optional)('with a number as its %s', (field) => {
    expect(decodeRow({ ...required, [field]: 7 })).toEqual(malformed(field));
  });

  test.each<[string, unknown, Record<string, unknown>?]>([
    ['id', ''],
    ['id', 'x'.repeat(129)],
    ['running', ['a', 7]],
    ['passed', [null]],
    ['invoker.name', undefined, { invoker: { picture: null } }],
    ['created_at', 'yesterday'],
    ['created_at', '2026-11-24T10:00:00'],
    ['created_at', '2026-13-24T10:00:00Z'],
    ['created_at', '1969-12-31T23:59:59Z'],
    ['startedAt', '1700000000'],
    ['stoppedAt', ''],
  ])('in its %s: %j', (field, value, more = { [field]: value }) => {
    expect(decodeRow({ ...required, ...more })).toEqual(malformed(field));
  });

  test.each([null, 'text', 7, [], [required]])('when it is no object: %j', (entry) => {
    expect(decodeRow(entry)).toMatchObject({ kind: 'malformed' });
  });
});

describe('a list', () => {
  test.each([
    [{ entries: [], nextId: 'token' }, 'token'],
    [{ entries: [], nextId: null }, null],
    [{ entries: [] }, null],
    [{ entries: [], nextId: '' }, null],
    [{ entries: [], nextId: 'x'.repeat(4096) }, 'x'.repeat(4096)],
  ])('%j has its next token', (body, nextToken) => {
    expect(decodePage(body, 17)).toEqual({ rows: [], nextToken, fetchedAt: 17 });
  });

  test.each([
    null,
    [],
    'text',
    7,
    {},
    { entries: null },
    { entries: {} },
    { entries: [], nextId: 7 },
    { entries: [], nextId: 'x'.repeat(4097) },
  ])('is an invalid answer when its envelope is broken: %j', (body) => {
    expect(() => decodePage(body, 17)).toThrow(
      expect.objectContaining({
        failure: { kind: 'invalid-response', problem: 'the list has no entries or a wrong nextId' },
      }),
    );
  });
});

test('a session that stands twice on a page counts once', () => {
  const other = { ...required, id: '20000000-0000-4000-8000-000000000000' };
  const { rows } = decodePage({ entries: [required, other, {}, required, {}], nextId: null }, 1);
  expect(rows.map((row) => (row.kind === 'session' ? row.session.sessionId : null))).toEqual([
    required.id,
    other.id,
    null,
    null,
  ]);
});
