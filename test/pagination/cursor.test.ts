import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type SessionFilter, toFingerprintText } from '../../src/domain/filter.ts';
import { InputError } from '../../src/errors/input-error.ts';
import {
  type CursorOwner,
  createCursors,
  createSign,
  fingerprintAccount,
  fingerprintConnection,
} from '../../src/pagination/cursor.ts';
import { type ErrorGroupPlace, errorGroupPlaceCodec } from '../../src/pagination/error-group-listing.ts';
import { type SessionPlace, sessionPlaceCodec } from '../../src/pagination/session-place.ts';
import { everything } from '../support/walker.ts';

const fingerprintFilter = (filter: SessionFilter) =>
  fingerprintConnection('testSessions', toFingerprintText(filter));

const owner: CursorOwner = {
  connection: fingerprintFilter(everything),
  account: fingerprintAccount('a'),
  sign: createSign('s'),
};

const encode = (place: SessionPlace, of = owner) => createCursors(sessionPlaceCodec, of).encode(place);
const decode = (cursor: string, of = owner) => createCursors(sessionPlaceCodec, of).decode(cursor);

const times = fc.integer({ min: 1, max: 4_000_000_000_000 });
const anchors = fc.record({
  sessionId: fc.oneof(fc.uuid(), fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' })),
  createdAt: times,
});
const pages = {
  token: fc.option(fc.string({ minLength: 1, maxLength: 300, unit: 'grapheme' })),
  windowToSeconds: fc.option(fc.nat(4_000_000_000)),
  size: fc.integer({ min: 1, max: 100 }),
  rollingFromMs: fc.option(times),
  isSearch: fc.boolean(),
};
const places: fc.Arbitrary<SessionPlace> = fc.oneof(
  fc.record({
    page: fc.record({ ...pages, side: fc.constant('inside' as const), boundary: fc.constant(null) }),
    innerAnchor: anchors,
    malformedRowsGiven: fc.nat(100),
  }),
  fc.record({
    page: fc.record({ ...pages, side: fc.constant('before' as const), boundary: fc.option(anchors) }),
    innerAnchor: fc.constant(null),
    malformedRowsGiven: fc.nat(100),
  }),
  fc.record({
    page: fc.record({ ...pages, side: fc.constant('end' as const), boundary: fc.option(anchors) }),
    innerAnchor: fc.constant(null),
    malformedRowsGiven: fc.constant(0),
  }),
);

function reasonOf(cursor: string, of: CursorOwner = owner): string {
  try {
    decode(cursor, of);
    return 'accepted';
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    expect(error.argument).toBe('after');
    return error.reason;
  }
}

test('a cursor comes back as the place it was made from', () => {
  fc.assert(
    fc.property(places, (place) => {
      expect(decode(encode(place))).toEqual(place);
    }),
    { numRuns: 500 },
  );
});

test('so does a cursor of error groups', () => {
  const cursors = createCursors(errorGroupPlaceCodec, owner);
  const groupPlaces: fc.Arbitrary<ErrorGroupPlace> = fc.record({
    page: fc.record({ number: fc.integer({ min: 1, max: 100_000 }), size: fc.integer({ min: 1, max: 100 }) }),
    anchorId: fc.option(fc.string({ minLength: 1, maxLength: 128, unit: 'grapheme' })),
    anchorIndex: fc.nat(100),
    malformedRowsGiven: fc.nat(100),
  });
  fc.assert(
    fc.property(groupPlaces, (place) => {
      expect(cursors.decode(cursors.encode(place))).toEqual(place);
    }),
  );
});

test('every shortened cursor is refused as cut', () => {
  fc.assert(
    fc.property(places, fc.nat(), (place, cut) => {
      const cursor = encode(place);
      const length = 1 + (cut % (cursor.length - 1));
      expect(reasonOf(cursor.slice(0, length))).toContain('cut short');
    }),
    { numRuns: 500 },
  );
});

const changes = fc.record({
  at: fc.nat(),
  to: fc.constantFrom(...'ABCxyz019-_=+ é'),
});

test('a cursor with a character changed is refused, or names another row of the same page', () => {
  const outcomes = { refused: 0, accepted: 0 };
  fc.assert(
    fc.property(places, changes, (place, { at, to }) => {
      const cursor = encode(place);
      const index = at % cursor.length;
      fc.pre(cursor[index] !== to);
      const changed = cursor.slice(0, index) + to + cursor.slice(index + 1);
      if (reasonOf(changed) !== 'accepted') {
        outcomes.refused += 1;
        return;
      }
      outcomes.accepted += 1;
      expect(decode(changed).page).toEqual(place.page);
    }),
    { numRuns: 2000 },
  );
  expect(Math.min(outcomes.refused, outcomes.accepted)).toBeGreaterThan(50);
});

test('a row part of another page, or of any bytes, cannot change the page', () => {
  const row = fc.oneof(
    fc.uint8Array({ maxLength: 60 }),
    places.map((place) => Buffer.from(encode(place), 'base64url').subarray(-20)),
  );
  fc.assert(
    fc.property(places, row, (place, forged) => {
      const sealedLength = encode({ ...place, innerAnchor: null, malformedRowsGiven: 0 });
      const sealed = Buffer.from(encode(place), 'base64url').subarray(0, sealedBytesOf(sealedLength));
      const changed = Buffer.concat([sealed, forged]).toString('base64url');
      if (reasonOf(changed) === 'accepted') expect(decode(changed).page).toEqual(place.page);
    }),
    { numRuns: 1000 },
  );
});

function sealedBytesOf(cursor: string): number {
  const bytes = Buffer.from(cursor, 'base64url');
  return 3 + 6 + 4 + (bytes[1] ?? 0) * 256 + (bytes[2] ?? 0) + 8;
}

test('any text at all is a place or an InputError that names `after`', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.base64String()), (text) => {
      expect(reasonOf(text)).not.toBe('accepted');
    }),
    { numRuns: 500 },
  );
});

const place: SessionPlace = {
  page: {
    side: 'inside',
    token: 'next-page',
    windowToSeconds: null,
    size: 100,
    rollingFromMs: null,
    isSearch: false,
    boundary: null,
  },
  innerAnchor: { sessionId: '11111111-1111-4111-8111-111111111111', createdAt: 1_700_000_000_123 },
  malformedRowsGiven: 0,
};

test('a cursor that somebody else made is refused', () => {
  expect(reasonOf(encode(place, { ...owner, sign: createSign('theirs') }))).toContain('garbled');
});

test('a refused cursor says what is wrong with it', () => {
  const cursor = encode(place);
  const otherFilter = fingerprintFilter({ ...everything, branches: ['main'] });
  const otherConnection = fingerprintConnection('testSessionErrorGroups', '');
  expect({
    empty: reasonOf(''),
    otherFilter: reasonOf(cursor, { ...owner, connection: otherFilter }),
    otherConnection: reasonOf(cursor, { ...owner, connection: otherConnection }),
    otherAccount: reasonOf(cursor, { ...owner, account: fingerprintAccount('b') }),
    otherVersion: reasonOf(`AQ${cursor.slice(2)}`),
    cut: reasonOf(cursor.slice(0, -4)),
    garbled: reasonOf(`${cursor.slice(0, 30)}AAAA${cursor.slice(34)}`),
    tooLong: reasonOf('A'.repeat(9_000)),
  }).toEqual({
    empty: 'the cursor is empty; leave it out to start from the first page',
    otherFilter: 'the cursor belongs to another filter; keep the filter as it was on the first page',
    otherConnection: 'the cursor belongs to another filter; keep the filter as it was on the first page',
    otherAccount: 'the cursor belongs to another account',
    otherVersion: 'the cursor is of another version of the gateway; start again from the first page',
    cut: 'the cursor is cut short; use the whole cursor as the gateway gave it',
    garbled: 'the cursor is garbled; use a cursor as the gateway gave it',
    tooLong: 'the cursor is garbled; use a cursor as the gateway gave it',
  });
});

test('a cursor is compact: a UUID, its time and a short token take at most 80 characters', () => {
  expect(encode(place).length).toBeLessThanOrEqual(80);
});

test('the places of one page are sealed once, and each has its own text', () => {
  let seals = 0;
  const sign = (bytes: Uint8Array) => {
    seals += 1;
    return createSign('s')(bytes);
  };
  const cursors = createCursors(sessionPlaceCodec, { ...owner, sign });
  const texts = Array.from({ length: 100 }, (_, i) =>
    cursors.encode({ ...place, innerAnchor: { sessionId: `session-${i}`, createdAt: i } }),
  );
  expect([seals, new Set(texts).size]).toEqual([1, 100]);
  expect(texts.every((text) => reasonOf(text) === 'accepted')).toBe(true);
});

test('the order and repetition of a filter are not part of its fingerprint, because the filter is normalized', () => {
  const rolling = { ...everything, createdWithinMs: 3_600_000 };
  expect(fingerprintFilter({ ...rolling, fromMs: 1 })).toEqual(fingerprintFilter({ ...rolling, fromMs: 2 }));
  expect(fingerprintFilter(rolling)).not.toEqual(fingerprintFilter(everything));
});
