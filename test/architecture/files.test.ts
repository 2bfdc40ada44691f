/** The house rules that a program can check. */

import { expect, test } from 'vitest';
import { roomOf, type SourceFile, sourceFiles } from './source-files.ts';

/** Without comments. */
const codeOf = ({ text }: SourceFile) => text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
const pathsWhere = (isWrong: (file: SourceFile) => boolean) =>
  sourceFiles.filter(isWrong).map(({ path }) => path);

test('there are files to check', () => {
  expect(sourceFiles.length).toBeGreaterThan(40);
  expect(sourceFiles.find(({ path }) => path === 'src/worker.ts')?.imports).toContainEqual({
    from: 'src/http/gateway.ts',
    isTypeOnly: false,
  });
});

test('no file is longer than 250 lines', () => {
  expect(pathsWhere(({ text }) => text.trimEnd().split('\n').length > 250)).toEqual([]);
});

test('names are in kebab-case and say something', () => {
  expect(pathsWhere(({ path }) => !/^src(\/[a-z0-9]+(-[a-z0-9]+)*)+\.ts$/.test(path))).toEqual([]);
  expect(pathsWhere(({ path }) => /\/(utils?|common|helpers?|types|misc|index)\.ts$/.test(path))).toEqual([]);
});

test('every file opens with what it is for', () => {
  expect(pathsWhere(({ text }) => !/^(\/\/|\/\*\*) ?\n? ?\*? ?\S/.test(text))).toEqual([]);
});

test('nothing is exported from elsewhere, but the entrypoints that the runtime looks for: there are no barrels', () => {
  expect(pathsWhere(({ text }) => /^export\s[^;'"]*\sfrom\s+'/m.test(text))).toEqual(['src/worker.ts']);
});

test('a DataLoader is made in the loaders only, and always with a schedule', () => {
  expect(
    pathsWhere(({ path, text }) => text.includes('new DataLoader') && roomOf(path) !== 'loaders'),
  ).toEqual([]);
  const unscheduled = ({ text }: SourceFile) =>
    text.split('new DataLoader').length !== text.split('batchScheduleFn').length;
  expect(pathsWhere((file) => file.text.includes('new DataLoader') && unscheduled(file))).toEqual([]);
});

test('only the host touches the clock, chance and the console', () => {
  const touches = /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bconsole\.|\brandomUUID\(/;
  expect(pathsWhere((file) => touches.test(codeOf(file)))).toEqual([
    'src/node/node-host.ts',
    'src/workers-host.ts',
  ]);
});

test('no types are taken on trust', () => {
  expect(
    pathsWhere(
      (file) => /\bas (any|unknown|never)\b|: any\b|<any>/.test(codeOf(file)) || file.text.includes('@ts-'),
    ),
  ).toEqual([]);
});
