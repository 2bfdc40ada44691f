/** Where hours, days and weeks begin by a zone's clock, against what the clock shows. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Interval, intervals, readTimeZone } from '../../src/statistics/time-zone.ts';
import { createLabeller } from './oracle.ts';

/** Zones with odd offsets, and with changes at midnight, by half an hour and by a whole day. */
const zones = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'America/Sao_Paulo',
  'Asia/Beirut',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Pacific/Chatham',
];

const changes = [
  '2026-03-29T01:00:00Z',
  '2026-10-25T01:00:00Z',
  '2026-03-08T07:00:00Z',
  '2026-11-01T06:00:00Z',
  '2018-11-04T03:00:00Z',
  '2018-02-18T02:00:00Z',
  '2026-04-04T15:00:00Z',
  '2026-10-03T15:30:00Z',
  '2011-12-30T10:00:00Z',
].map((text) => Date.parse(text));

const times = fc.oneof(
  fc.integer({ min: Date.parse('1980-01-01T00:00:00Z'), max: Date.parse('2040-01-01T00:00:00Z') }),
  fc
    .tuple(fc.constantFrom(...changes), fc.integer({ min: -8 * 86_400_000, max: 8 * 86_400_000 }))
    .map(([change, ms]) => change + ms),
  fc
    .tuple(fc.constantFrom(...changes), fc.integer({ min: -7_200_000, max: 7_200_000 }))
    .map(([change, ms]) => change + ms),
);

function spanOf(name: string, interval: Interval, timeMs: number) {
  const zone = readTimeZone(name);
  if (zone === null) throw new Error(`no zone ${name}`);
  return zone.spanOf(interval, timeMs);
}

test('an interval holds its moment, and begins and ends where the clock shows another', () => {
  fc.assert(
    fc.property(fc.constantFrom(...zones), fc.constantFrom(...intervals), times, (zone, interval, timeMs) => {
      const { startMs, endMs } = spanOf(zone, interval, timeMs);
      const labelOf = createLabeller(zone, interval);
      const label = labelOf(timeMs);
      expect([startMs <= timeMs, timeMs < endMs]).toEqual([true, true]);
      expect([labelOf(startMs), labelOf(endMs - 1)]).toEqual([label, label]);
      expect([labelOf(startMs - 1), labelOf(endMs)]).not.toContain(label);
    }),
    { numRuns: 3_000 },
  );
});

test.each<[string, Interval, string, string, string]>([
  ['Europe/Berlin', 'DAY', '2026-03-29T12:00:00Z', '2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z'],
  ['Europe/Berlin', 'DAY', '2026-10-25T12:00:00Z', '2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z'],
  ['Europe/Berlin', 'WEEK', '2027-01-01T12:00:00Z', '2026-12-27T23:00:00Z', '2027-01-03T23:00:00Z'],
  ['Asia/Kolkata', 'HOUR', '2026-11-24T12:15:00Z', '2026-11-24T11:30:00Z', '2026-11-24T12:30:00Z'],
  ['America/Sao_Paulo', 'DAY', '2018-11-04T12:00:00Z', '2018-11-04T03:00:00Z', '2018-11-05T02:00:00Z'],
])('%s, %s of %s: from %s to %s', (zone, interval, time, from, to) => {
  expect(spanOf(zone, interval, Date.parse(time))).toEqual({
    startMs: Date.parse(from),
    endMs: Date.parse(to),
  });
});

test('a name that Intl does not know is none', () => {
  expect(['Europe/Atlantis', '', 'UTC+25'].map(readTimeZone)).toEqual([null, null, null]);
});
