/** Lists in GraphiQL's explorer: what is shown of them, and what is written for what was entered. */
import { describe, expect, test } from 'vitest';
import { explorerLists, type Literal } from '../../web/graphiql/explorer-lists.ts';
import { patchExplorer } from '../../web/graphiql/patch-explorer.ts';

const text = (value: string): Literal => ({ kind: 'StringValue', value });
const state = (value: string): Literal => ({ kind: 'EnumValue', value });
const list = (...values: readonly Literal[]): Literal => ({ kind: 'ListValue', values });
const variable: Literal = { kind: 'Variable' };

describe('what is entered', () => {
  test.each<[string, type: string, entered: Literal | null, written: Literal | null]>([
    ['one text is a list of one', '[String!]', text('main'), list(text('main'))],
    ['commas part texts', '[String!]!', text('main, dev'), list(text('main'), text('dev'))],
    ['a comma at the end begins the next', '[String!]', text('main,'), list(text('main'), text(''))],
    ['nothing is an empty list', '[ID!]', text(''), list()],
    ['a value of an enum is a list of one', '[Status!]', state('FAILED'), list(state('FAILED'))],
    ['a variable stays', '[String!]', variable, variable],
    ['a list stays', '[String!]', list(text('a,b')), list(text('a,b'))],
    ['null stays', '[String!]', null, null],
    ['what is no list stays', 'String', text('a,b'), text('a,b')],
  ])('%s', (_case, type, entered, written) => {
    expect(explorerLists.write(type, entered)).toEqual(written);
  });
});

describe('what is shown', () => {
  test.each<[string, type: string, value: Literal, shown: Literal]>([
    ['texts with commas', '[String!]', list(text('main'), text('dev')), text('main,dev')],
    ['the first value of an enum', '[Status!]', list(state('FAILED'), state('PASSED')), state('FAILED')],
    ['nothing of an empty list', '[String!]', list(), state('')],
    ['a single value as it is', '[String!]', text('main'), text('main')],
    ['what is no list as it is', 'String', text('main'), text('main')],
  ])('%s', (_case, type, value, shown) => {
    expect(explorerLists.read(type, value)).toEqual(shown);
  });
});

test('another explorer than the one it was written for fails the build', () => {
  expect(() => patchExplorer('another script')).toThrow(
    'the explorer has 0 places like "value:Kt(Ln,mt,Yt)}" in place of 1: see web/graphiql/patch-explorer.ts',
  );
});
