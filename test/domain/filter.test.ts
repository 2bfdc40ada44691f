/** Walks the table of filter arguments: each one reaches upstream and the cursor, and is normalized once. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import openapi from '../../emulator/openapi.json';
import { filterParameters } from '../../src/checkly/decode-page.ts';
import { comparedKeys } from '../../src/domain/compared-filter.ts';
import {
  emptyFilter,
  emptyPageFilter,
  type FilterArgument,
  type FilterInput,
  filterKeys,
  hidesRows,
  readFilter,
  type SessionFilter,
  toArgumentName,
  toFingerprintText,
} from '../../src/domain/filter.ts';
import { sessionProviders, sessionStatuses } from '../../src/domain/session.ts';
import { fingerprintConnection } from '../../src/pagination/cursor.ts';
import { connectionOf } from '../support/answer.ts';
import { createTestGateway, testStart } from '../support/test-gateway.ts';

const fingerprintFilter = (filter: SessionFilter) =>
  fingerprintConnection('testSessions', toFingerprintText(filter));

/** A value of each argument as a client writes it, and as the table's input. Forgetting one fails the type check. */
const samples: { readonly [Argument in FilterArgument]: Sample<Argument> } = {
  from: { written: '2026-11-24T00:00:00Z', value: Date.parse('2026-11-24T00:00:00Z') },
  to: { written: '2026-11-24T11:00:00Z', value: Date.parse('2026-11-24T11:00:00Z') },
  createdWithin: { written: 'PT24H', value: 86_400_000 },
  statuses: same<'statuses'>(['PASSED']),
  branches: same<'branches'>(['main']),
  users: same<'users'>(['ada']),
  providers: same<'providers'>(['GITHUB']),
  includeWithoutUser: same<'includeWithoutUser'>(true),
  search: same<'search'>('deploy'),
  errorGroupId: same<'errorGroupId'>('group-1'),
  commits: same<'commits'>(['0123abc']),
  environments: same<'environments'>(['staging']),
  projectIds: same<'projectIds'>(['aaaaaaaa-0000-4000-8000-000000000001']),
  names: same<'names'>(['Checkout flow']),
  invokers: same<'invokers'>(['Ada']),
  durationMs: same<'durationMs'>({ min: 1_000, max: null }),
};

interface Sample<Argument extends FilterArgument> {
  readonly written: unknown;
  readonly value: NonNullable<FilterInput[Argument]>;
}

function same<Argument extends FilterArgument>(value: Sample<Argument>['value']): Sample<Argument> {
  return { written: value, value };
}

const read = (input: FilterInput | null | undefined) => readFilter(input, testStart);
const sampleList = Object.entries(samples);

const comparedArguments = new Set<string>(comparedKeys);

describe.each(sampleList)('the argument %s', (argument, { written, value }) => {
  const query = `query ($filter: TestSessionFilter, $after: String) {
    testSessions(filter: $filter, first: 1, after: $after) { edges { cursor } } }`;

  test('changes what upstream is asked', async () => {
    const gateway = createTestGateway({ emulator: { sessions: 1 } });
    await gateway.ask(query, { variables: { filter: null } });
    const answer = await gateway.ask(query, { variables: { filter: { [argument]: written } } });
    expect(answer.errors).toEqual([]);
    const [unfiltered, filtered, ...more] = gateway.emulator.stats().recent;
    expect([unfiltered, more]).toEqual(['/v1/test-sessions?limit=100', []]);
    // What the gateway compares reads the pages of everybody, which are known by now; a commit is searched for.
    if (comparedArguments.has(argument) && argument !== 'commits') expect(filtered).toBeUndefined();
    else expect(filtered).toMatch(/^\/v1\/test-sessions\?limit=100&[^&]+$/);
  });

  test('changes the fingerprint: a cursor of the unfiltered list is refused', async () => {
    expect(fingerprintFilter(read({ [argument]: value }))).not.toEqual(fingerprintFilter(emptyFilter));
    const gateway = createTestGateway({ emulator: { sessions: 2 } });
    const [edge] = connectionOf(await gateway.ask(query)).edges;
    const variables = { filter: { [argument]: written }, after: edge?.cursor };
    const { errors } = await gateway.ask(query, { variables });
    expect(errors.map(({ extensions }) => extensions)).toEqual([
      {
        code: 'BAD_USER_INPUT',
        argument: 'after',
        reason: 'the cursor belongs to another filter; keep the filter as it was on the first page',
      },
    ]);
  });

  test('is as absent when it is null', () => {
    expect(read({ [argument]: null })).toEqual(emptyFilter);
  });
});

test('every key of the table has an argument', () => {
  expect(filterKeys.map(toArgumentName)).toEqual(Object.keys(samples));
});

test('hidesRows is true for exactly the arguments that hide what may match later', () => {
  const hiding = sampleList.filter(([argument, { value }]) => hidesRows(read({ [argument]: value })));
  expect(hiding.map(([argument]) => argument)).toEqual(['statuses', 'search', 'errorGroupId']);
  expect([hidesRows(emptyFilter), hidesRows(emptyPageFilter)]).toEqual([false, false]);
});

test.each<[string, FilterInput | null | undefined]>([
  ['left out', undefined],
  ['null', null],
  ['without arguments', {}],
  ['of empty lists', { statuses: [], branches: [], users: [], providers: [] }],
  ['of empty texts', { search: '', errorGroupId: '' }],
  ['that says false', { includeWithoutUser: false }],
  ['of an open range', { durationMs: { min: null } }],
])('a filter %s is the empty filter', (_case, input) => {
  expect(read(input)).toEqual(emptyFilter);
});

test('every query parameter is one that the list route documents, each used once', () => {
  const documented = openapi.paths['/v1/test-sessions'].get.parameters.map(({ name }) => name);
  const used = Object.values(filterParameters);
  expect(used.filter((name) => !documented.includes(name))).toEqual([]);
  expect(new Set(used).size).toBe(used.length);
});

describe('for any filter', () => {
  const name = fc.constantFrom('main', 'next', 'fix/1', '😀', 'ß', '["main"]', 'main,next');
  const moment = fc.integer({ min: 0, max: testStart });
  const arbitraries: { readonly [Argument in FilterArgument]: fc.Arbitrary<FilterInput[Argument]> } = {
    from: moment,
    to: fc.integer({ min: testStart + 1, max: 2 * testStart }),
    createdWithin: fc.integer({ min: 1, max: 2 * testStart }),
    statuses: fc.array(fc.constantFrom(...sessionStatuses)),
    branches: fc.array(name),
    users: fc.array(name),
    providers: fc.array(fc.constantFrom(...sessionProviders)),
    includeWithoutUser: fc.boolean(),
    search: fc.constantFrom('', 'deploy', 'nightly', '😀😀😀'),
    errorGroupId: fc.oneof(fc.constant(''), name),
    commits: fc.array(fc.constantFrom('0123abc', '0123ABC', '0123abcd', 'f'.repeat(40))),
    environments: fc.array(name),
    projectIds: fc.array(fc.constantFrom('A', 'a', 'b')),
    names: fc.array(name),
    invokers: fc.array(name),
    durationMs: fc.constantFrom(null, {}, { min: 0 }, { min: 5, max: 5 }, { max: 5 }),
  };
  const inputs: fc.Arbitrary<FilterInput> = fc
    .record(arbitraries, { requiredKeys: [] })
    .map((input) => (input.createdWithin === undefined ? input : { ...input, from: null }));

  test('the order and repetition of list values do not change the filter', () => {
    const shuffledTwice = (values: readonly string[]) =>
      fc.shuffledSubarray([...values, ...values], { minLength: 2 * values.length });
    const lists = fc
      .uniqueArray(name, { minLength: 1 })
      .chain((values) => fc.tuple(fc.constant(values), shuffledTwice(values), shuffledTwice(values)));
    fc.assert(
      fc.property(inputs, lists, (input, [values, branches, users]) => {
        const once = read({ ...input, branches: values, users: values });
        const again = read({ ...input, branches, users });
        expect(again).toEqual(once);
        expect(fingerprintFilter(again)).toEqual(fingerprintFilter(once));
      }),
    );
  });

  test('the fingerprint is the same exactly when the filter is', () => {
    fc.assert(
      fc.property(inputs, inputs, (a, b) => {
        const [left, right] = [read(a), read(b)];
        const isSame = filterKeys.every((key) => JSON.stringify(left[key]) === JSON.stringify(right[key]));
        expect(toFingerprintText(left) === toFingerprintText(right)).toBe(isSame);
      }),
    );
  });

  test('one argument less is another filter, unless it restricts nothing', () => {
    fc.assert(
      fc.property(inputs, fc.constantFrom(...filterKeys), (input, key) => {
        const filter = read(input);
        const without = { ...filter, [key]: emptyFilter[key] };
        const restricts = JSON.stringify(filter[key]) !== JSON.stringify(emptyFilter[key]);
        expect(toFingerprintText(without) !== toFingerprintText(filter)).toBe(restricts);
      }),
    );
  });

  test('the start that createdWithin came to is no part of the fingerprint', () => {
    fc.assert(
      fc.property(inputs, moment, (input, fromMs) => {
        const filter = read({ ...input, from: null, createdWithin: 1_000 });
        expect(toFingerprintText({ ...filter, fromMs })).toBe(toFingerprintText(filter));
      }),
    );
  });

  test('a search is taken exactly when it has 0 or 3 to 200 characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 210, size: 'max' }), (search) => {
        const count = Array.from(search).length;
        const reading = () => read({ search }).search;
        if (count === 0) expect(reading()).toBeNull();
        else if (count >= 3 && count <= 200) expect(reading()).toBe(search);
        else expect(reading).toThrow(`filter.search: takes 3 to 200 characters, but got ${count}`);
      }),
    );
  });
});
