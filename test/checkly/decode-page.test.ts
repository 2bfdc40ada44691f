/** What is malformed in an answer, and how much it costs. */

import { describe, expect, test } from 'vitest';
import { decodeList, decodeRow, optional, required } from './entries.ts';

const createdAt = Date.parse(required.created_at);
const malformed = (field: string) => ({
  kind: 'malformed',
  problem: `an entry's ${field} is missing or malformed`,
  sessionId: field === 'id' || field === 'entry' ? null : required.id,
  createdAt: field === 'created_at' ? null : createdAt,
});

describe('an entry is malformed', () => {
  test.each(Object.keys(required))('without its %s, or with a null or a number there', (field) => {
    expect(decodeRow({ ...required, [field]: undefined })).toEqual(malformed(field));
    expect(decodeRow({ ...required, [field]: null })).toEqual(malformed(field));
    expect(decodeRow({ ...required, [field]: 7 })).toEqual(malformed(field));
  });

  test.each<[string, unknown]>([
    ['id', ''],
    ['id', 'x'.repeat(129)],
    ['created_at', 'yesterday'],
    ['created_at', '2026-11-24T10:00:00'],
    ['created_at', '2026-13-24T10:00:00Z'],
    ['created_at', '2026-13-24T10:00:00.000Z'],
    ['created_at', '2026-11-24T10:60:00.000Z'],
    ['created_at', '1969-12-31T23:59:59Z'],
    ['created_at', '1969-12-31T23:59:59.999Z'],
    ['startedAt', '1700000000'],
  ])('in its %s: %j', (field, value) => {
    expect(decodeRow({ ...required, [field]: value })).toEqual(malformed(field));
  });

  test.each([null, 'text', 7, [], [required]])('when it is no object: %j', (entry) => {
    expect(decodeRow(entry)).toEqual({ ...malformed('entry'), createdAt: null });
  });
});

describe('what may be missing costs no more than itself', () => {
  const bare = decodeRow(required);

  test.each(optional)('when its %s is of the wrong kind', (field) => {
    expect(decodeRow({ ...required, [field]: 7 })).toEqual(bare);
    expect(decodeRow({ ...required, [field]: { a: 'b' } })).toEqual(bare);
  });

  test.each<[string, unknown]>([
    ['running', ['a', 7]],
    ['passed', [null]],
    ['failed', ['']],
    ['errorGroupIds', ['a', {}]],
    ['invoker', { picture: null }],
    ['invoker', { name: '', picture: 'https://a.example/a.png' }],
    ['stoppedAt', ''],
    ['stoppedAt', '0001-01-01T00:00:00Z'],
    ['updated_at', 'yesterday'],
  ])('when its %s is %j', (field, value) => {
    expect(decodeRow({ ...required, [field]: value })).toEqual(bare);
  });
});

describe('a list', () => {
  const tooLong = "the list's nextId has more than the 4096 bytes that a cursor can hold";

  test.each([
    [{ entries: [], nextId: 'token' }, 'token'],
    [{ entries: [], nextId: null }, null],
    [{ entries: [] }, null],
    [{ entries: [], nextId: '' }, null],
    [{ entries: [], nextId: 'x'.repeat(4096) }, 'x'.repeat(4096)],
    [{ entries: [], nextId: '\u20ac'.repeat(1365) }, '\u20ac'.repeat(1365)],
  ])('%j has its next token', (body, nextToken) => {
    expect(decodeList(body, 17)).toEqual({ rows: [], nextToken, fetchedAt: 17 });
  });

  test.each<[unknown, string]>([
    ...[null, [], 'text', 7, {}, { entries: null }, { entries: {} }].map((body): [unknown, string] => [
      body,
      'the list has no entries',
    ]),
    [{ entries: [], nextId: 7 }, "the list's nextId is no text"],
    [{ entries: [], nextId: 'x'.repeat(4097) }, tooLong],
    // Three bytes each, as the cursor holds them.
    [{ entries: [], nextId: '\u20ac'.repeat(1366) }, tooLong],
    [
      { entries: Array.from({ length: 101 }, () => required) },
      'a page has 101 entries, more than the 100 it may have',
    ],
  ])('is an invalid answer when its envelope is broken, for its own reason: %#', (body, problem) => {
    expect(() => decodeList(body, 17)).toThrow(
      expect.objectContaining({ failure: { kind: 'invalid-response', problem } }),
    );
  });
});

test('a session that stands twice on a page counts once', () => {
  const other = { ...required, id: '20000000-0000-4000-8000-000000000000' };
  const { rows } = decodeList({ entries: [required, other, {}, required, {}], nextId: null }, 1);
  expect(rows.map((row) => (row.kind === 'session' ? row.session.sessionId : null))).toEqual([
    required.id,
    other.id,
    null,
    null,
  ]);
});
