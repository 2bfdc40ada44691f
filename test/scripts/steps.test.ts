import { expect, test } from 'vitest';
import { chooseSteps } from '../../scripts/ci/steps.ts';

const scripts = ['start', 'test:browser', 'test', 'check', 'check:types', 'check:size', 'build:worker', 'ci'];
const names = (...wanted: string[]) => chooseSteps(scripts, wanted).map(({ script }) => script);

test('all checks come first, then the tests', () => {
  expect(names()).toEqual(['check:types', 'check:size', 'test', 'test:browser']);
});

test('takes names, and beginnings that end in a colon', () => {
  expect(names('check:')).toEqual(['check:types', 'check:size']);
  expect(names('test', 'check:types')).toEqual(['check:types', 'test']);
});

test.each(['check:nothing', 'start', 'lint:'])('refuses %s, which is no step', (name) => {
  expect(() => names(name)).toThrow(`"${name}"`);
});
