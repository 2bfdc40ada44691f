/** Whose cache entries are whose: no two credentials can spell the same partition. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toAccountTag, toPartition } from '../../src/credentials/reader.ts';

const secret = 'a'.repeat(32);
const owner = fc.record({
  apiKey: fc.string({ maxLength: 12 }),
  accountId: fc.option(fc.string({ minLength: 1, maxLength: 12 })),
});

test('two owners share a partition only when they are the same', () => {
  fc.assert(
    fc.property(owner, owner, (a, b) => {
      const isSame = a.apiKey === b.apiKey && a.accountId === b.accountId;
      expect(toPartition(a, secret) === toPartition(b, secret)).toBe(isSame);
    }),
  );
});

test('a letter that moves from the key to the account makes another partition', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 2, maxLength: 24 }), fc.nat(), fc.nat(), (text, i, j) => {
      const cut = (at: number) => ({ apiKey: text.slice(0, at), accountId: text.slice(at) });
      const [a, b] = [(i % text.length) + 0, (j % text.length) + 0];
      expect(toPartition(cut(a), secret) === toPartition(cut(b), secret)).toBe(a === b);
    }),
  );
});

test('lengths written into the texts themselves do not make two owners one', () => {
  const plain = { apiKey: 'cu_a', accountId: '1:x' };
  const forged = [
    { apiKey: 'cu_a3:1:x', accountId: null },
    { apiKey: 'cu_a3:1:x', accountId: '' },
    { apiKey: 'cu_', accountId: 'a3:1:x' },
  ];
  const names = [plain, ...forged].map((each) => toPartition(each, secret));
  // A key with no account and one with an empty account are the same owner: an empty header counts as none.
  expect(new Set(names).size).toBe(3);
});

test('lengths are of bytes, so that accents do not shift them', () => {
  expect(toPartition({ apiKey: 'é', accountId: 'a' }, secret)).not.toBe(
    toPartition({ apiKey: 'é'.normalize('NFD'), accountId: 'a' }, secret),
  );
});

test('another secret makes another partition, of 64 hexadecimal digits that hold no key', () => {
  const reader = { apiKey: 'cu_secret', accountId: 'account' };
  const [a, b] = [toPartition(reader, secret), toPartition(reader, 'b'.repeat(32))];
  expect(a).not.toBe(b);
  expect([a, b].every((name) => /^[0-9a-f]{64}$/.test(name))).toBe(true);
});

test('an account has one tag for all its keys, and a key without an account has its own', () => {
  const tag = (apiKey: string, accountId: string | null) => toAccountTag({ apiKey, accountId }, secret);
  expect(tag('cu_a', 'x')).toBe(tag('cu_b', 'x'));
  expect(tag('cu_a', 'x')).not.toBe(tag('cu_a', 'y'));
  expect(tag('sv_a', null)).not.toBe(tag('sv_b', null));
  expect(tag('sv_a', null)).not.toBe(tag('', 'sv_a'));
  expect(tag('cu_a', 'x')).not.toBe(toPartition({ apiKey: 'cu_a', accountId: 'x' }, secret));
});
