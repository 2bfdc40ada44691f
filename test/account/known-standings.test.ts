/** What an isolate heard of credentials' standings: good for a few seconds, and never of a purge that was earlier. */

import { expect, test } from 'vitest';
import { createKnownStandings } from '../../src/account/account-access.ts';
import type { Reader } from '../../src/credentials/reader.ts';

function readerOf(partition: string, accountTag: string): Reader {
  const credential = { apiKey: 'cu_a', accountId: null, source: 'pass-through' } as const;
  return { credential, partition, accountTag, client: partition };
}

const reader = readerOf('p', 'account');
const start = 100_000;

test('a standing is known until its greatest age, counted from when it was heard', () => {
  const standings = createKnownStandings(5_000);
  expect(standings.find(reader, start)).toBeNull();
  const standing = { acceptedAt: 1, purgedAt: 2 };
  expect(standings.hear(reader, standing, start)).toEqual(standing);
  expect(standings.find(reader, start + 4_999)).toMatchObject(standing);
  expect(standings.find(reader, start + 5_000)).toBeNull();
});

test('what arrives late does not undo a purge that was heard of before', () => {
  const standings = createKnownStandings(5_000);
  standings.hear(reader, { acceptedAt: 1, purgedAt: 20 }, start);
  const heard = standings.hear(reader, { acceptedAt: 2, purgedAt: 10 }, start + 1);
  expect(heard).toEqual({ acceptedAt: 2, purgedAt: 20 });
  expect(standings.find(reader, start + 1)).toMatchObject({ acceptedAt: 2, purgedAt: 20 });
});

test('a purge makes the isolate ask again about every credential of the account, and of no other', () => {
  const standings = createKnownStandings(5_000);
  const readers = [reader, readerOf('q', 'account'), readerOf('r', 'account2')];
  for (const each of readers) standings.hear(each, { acceptedAt: 1, purgedAt: 0 }, start);
  standings.forget('account');
  expect(readers.map((each) => standings.find(each, start) !== null)).toEqual([false, false, true]);
});
