/** What is read of a lock file and of an audit. */

import { expect, test } from 'vitest';
import {
  findNeedlessEntries,
  findUnlistedScripts,
  isAllowedLicence,
  listShipped,
  readAudit,
} from '../../scripts/supply-chain.ts';

const packages = {
  '': { dependencies: { a: '1', '@x/b': '1' } },
  'node_modules/a': { dependencies: { c: '1' } },
  'node_modules/a/node_modules/c': { hasInstallScript: true, dependencies: { d: '1', a: '1' } },
  'node_modules/c': {},
  'node_modules/d': {},
  'node_modules/@x/b': { dependencies: { missing: '1' } },
  'node_modules/only-tests': { hasInstallScript: true },
};

test('what is shipped is what the dependencies reach, each where Node finds it', () => {
  expect(listShipped(packages)).toEqual([
    'node_modules/@x/b',
    'node_modules/a',
    'node_modules/a/node_modules/c',
    'node_modules/d',
  ]);
});

test('a package with an install script is listed, and a listed one has one', () => {
  expect(findUnlistedScripts(packages, { c: false })).toEqual(['only-tests']);
  expect(findUnlistedScripts(packages, { c: true, 'only-tests': false })).toEqual([]);
  expect(findNeedlessEntries(packages, { c: true, d: true, gone: false })).toEqual(['d', 'gone']);
});

test.each([
  ['MIT', true],
  ['0BSD', true],
  ['(GPL-3.0 OR MIT)', true],
  ['MIT AND GPL-3.0', false],
  ['GPL-3.0', false],
  ['UNLICENSED', false],
  ['', false],
  [undefined, false],
])('the licence %s is allowed: %s', (licence, isAllowed) => {
  expect(isAllowedLicence(licence)).toBe(isAllowed);
});

test('an audit names the packages with a severe advisory, and no answer is no audit', () => {
  const vulnerabilities = {
    a: { severity: 'high' },
    b: { severity: 'moderate' },
    c: { severity: 'critical' },
  };
  expect(readAudit({ vulnerabilities })).toEqual(['a', 'c']);
  expect(readAudit({ vulnerabilities: {} })).toEqual([]);
  expect(readAudit({ message: '405 Method Not Allowed', error: {} })).toBeNull();
  expect(readAudit(undefined)).toBeNull();
});
