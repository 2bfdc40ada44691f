import fc from 'fast-check';
import { expect, test } from 'vitest';
import { InputError } from '../../src/errors/input-error.ts';
import { type CursorOwner, decodeCursor, encodeCursor } from '../../src/pagination/cursor.ts';
import { fingerprintAccount, fingerprintFilter } from '../../src/pagination/fingerprint.ts';
import type { Position } from '../../src/pagination/position.ts';
import { everything } from '../support/walker.ts';

const owner: CursorOwner = {
  filter: fingerprintFilter(everything),
  account: fingerprintAccount('a'),
  secret: 's',
};

const times = fc.integer({ min: 1, max: 4_000_000_000_000 });
const positions: fc.Arbitrary<Position> = fc.record({
  kind: fc.constantFrom('inside', 'before', 'end'),
  page: fc.record({
    token: fc.option(fc.string({ minLength: 1, maxLength: 300, unit: 'grapheme' })),
    windowToSeconds: fc.option(fc.nat(4_000_000_000)),
    size: fc.integer({ min: 1, max: 100 }),
  }),
  anchor: fc.option(
    fc.record({
      sessionId: fc.oneof(fc.uuid(), fc.string({ minLength: 1, maxLength: 40 })),
      createdAt: times,
    }),
  ),
  malformedRowsAfterAnchor: fc.nat(100),
  asOf: fc.option(times),
  rollingFromMs: fc.option(times),
});

function reasonOf(cursor: string, of: CursorOwner = owner): string {
  try {
    decodeCursor(cursor, of);
    return 'accepted';
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    expect(error.argument).toBe('after');
    return error.reason;
  }
}

test('a cursor comes back as the position it was made from', () => {
  fc.assert(
    fc.property(positions, (position) => {
      expect(decodeCursor(encodeCursor(position, owner), owner)).toEqual(position);
    }),
    { numRuns: 500 },
  );
});

test('every shortened cursor is refused as cut', () => {
  fc.assert(
    fc.property(positions, fc.nat(), (position, cut) => {
      const cursor = encodeCursor(position, owner);
      const length = 1 + (cut % (cursor.length - 1));
      expect(reasonOf(cursor.slice(0, length))).toContain('cut short');
    }),
    { numRuns: 500 },
  );
});

test('every cursor with a character changed is refused', () => {
  fc.assert(
    fc.property(positions, fc.nat(), fc.constantFrom(...'ABCxyz019-_=+ é'), (position, at, other) => {
      const cursor = encodeCursor(position, owner);
      const index = at % cursor.length;
      fc.pre(cursor[index] !== other);
      expect(reasonOf(cursor.slice(0, index) + other + cursor.slice(index + 1))).not.toBe('accepted');
    }),
    { numRuns: 1000 },
  );
});

test('any text at all is a position or an InputError that names `after`', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.base64String()), (text) => {
      expect(reasonOf(text)).not.toBe('accepted');
    }),
    { numRuns: 500 },
  );
});

const position: Position = {
  kind: 'inside',
  page: { token: 'next-page', windowToSeconds: null, size: 100 },
  anchor: { sessionId: '11111111-1111-4111-8111-111111111111', createdAt: 1_700_000_000_123 },
  malformedRowsAfterAnchor: 0,
  asOf: 1_700_000_100_000,
  rollingFromMs: null,
};

test('a cursor that somebody else made is refused', () => {
  expect(reasonOf(encodeCursor(position, { ...owner, secret: 'theirs' }))).toContain('garbled');
});

test('a refused cursor says what is wrong with it', () => {
  const cursor = encodeCursor(position, owner);
  const otherFilter = fingerprintFilter({ ...everything, branches: ['main'] });
  expect({
    empty: reasonOf(''),
    otherFilter: reasonOf(cursor, { ...owner, filter: otherFilter }),
    otherAccount: reasonOf(cursor, { ...owner, account: fingerprintAccount('b') }),
    otherVersion: reasonOf(`Ag${cursor.slice(2)}`),
    cut: reasonOf(cursor.slice(0, -4)),
    garbled: reasonOf(`${cursor.slice(0, 30)}AAAA${cursor.slice(34)}`),
    tooLong: reasonOf('A'.repeat(9_000)),
  }).toEqual({
    empty: 'the cursor is empty; leave it out to start from the newest session',
    otherFilter: 'the cursor belongs to another filter; keep the filter as it was on the first page',
    otherAccount: 'the cursor belongs to another account',
    otherVersion: 'the cursor is of another version of the gateway; start again from the first page',
    cut: 'the cursor is cut short; use the whole cursor as the gateway gave it',
    garbled: 'the cursor is garbled; use a cursor as the gateway gave it',
    tooLong: 'the cursor is garbled; use a cursor as the gateway gave it',
  });
});

test('a cursor is compact: a UUID, two times and a short token take at most 94 characters', () => {
  expect(encodeCursor(position, owner).length).toBeLessThanOrEqual(94);
});

test('the order and repetition of a filter are not part of its fingerprint, because the filter is normalized', () => {
  const rolling = { ...everything, createdWithinMs: 3_600_000 };
  expect(fingerprintFilter({ ...rolling, fromMs: 1 })).toEqual(fingerprintFilter({ ...rolling, fromMs: 2 }));
  expect(fingerprintFilter(rolling)).not.toEqual(fingerprintFilter(everything));
});
