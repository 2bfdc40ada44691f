/** The dashboard's parts without a page: its address, its one line, its words for numbers, what it gives away. */
import { describe, expect, test } from 'vitest';
import { describeAgo, describeDuration, describeRate } from '../../web/dashboard/format.ts';
import { addCosts } from '../../web/dashboard/load.ts';
import { toClientCode, toCurl, toGraphiqlLink } from '../../web/dashboard/share.ts';
import { readView, toAddress, toVariables } from '../../web/dashboard/view.ts';

const address = 'https://gateway.example/';

describe('an address', () => {
  test.each([
    ['', { branch: 'main', days: 14 }],
    ['?branch=', { branch: null, days: 14 }],
    ['?branch=feature%2Fa%20b&days=30', { branch: 'feature/a b', days: 30 }],
    ['?days=3', { branch: 'main', days: 14 }],
    ['?days=x&branch=%20', { branch: null, days: 14 }],
  ])('with %j shows that view', (search, view) => {
    expect(readView(address + search)).toEqual(view);
  });

  test.each([
    [{ branch: 'main', days: 14 }, ''],
    [{ branch: null, days: 1 }, '?branch=&days=1'],
    [{ branch: 'a&b', days: 7 }, '?branch=a%26b&days=7'],
  ])('of the view %j holds it and nothing else', (view, search) => {
    expect(toAddress(`${address}?old=1#part`, view)).toBe(address + search);
    expect(readView(address + search)).toEqual(view);
  });
});

test('the variables of a view name its branch, its window and the time zone', () => {
  expect(toVariables({ branch: null, days: 7 }, 'Europe/Berlin')).toEqual({
    branches: null,
    window: 'P7D',
    timeZone: 'Europe/Berlin',
  });
});

test.each([
  [0, '0 s'],
  [59_400, '59 s'],
  [60_000, '1 min'],
  [312_400, '5 min 12 s'],
  [3_600_000, '1 h 0 min'],
])('a duration of %i ms is %s', (ms, words) => {
  expect(describeDuration(ms)).toBe(words);
});

test.each([
  [-5_000, 'just now'],
  [90_000, '2 min ago'],
  [7_200_000, '2 h ago'],
  [4 * 86_400_000, '4 days ago'],
])('a moment %i ms ago is %s', (ms, words) => {
  expect(describeAgo(ms)).toBe(words);
});

test.each([
  [1, '100 %'],
  [0.999, '99 %'],
  [0.5, '50 %'],
  [0, '0 %'],
])('a rate of %d is %s', (rate, words) => {
  expect(describeRate(rate)).toBe(words);
});

test('the query leaves no credential behind, and names none where the page has none', () => {
  const variables = toVariables({ branch: "o'hara", days: 1 }, 'UTC');
  const curl = toCurl('https://gateway.example', variables, true);
  expect(curl).toContain('-H "authorization: Bearer $CHECKLY_API_KEY"');
  expect(curl).toContain(`"branches":["o'\\''hara"]`);
  expect(toCurl('https://gateway.example', variables, false)).not.toContain('authorization');
  expect(toClientCode('https://gateway.example', variables)).toContain('query Dashboard(');
  const link = new URL(toGraphiqlLink('https://gateway.example', variables));
  expect(JSON.parse(link.searchParams.get('variables') ?? '')).toEqual(variables);
});

test('costs of two answers are one sum; one that is not told counts nothing', () => {
  const cost = { upstreamCalls: 1, savedCalls: 2, requestedCalls: 3 };
  expect(addCosts(cost, cost)).toEqual({ upstreamCalls: 2, savedCalls: 4, requestedCalls: 6 });
  expect(addCosts(cost, null)).toEqual(cost);
});
