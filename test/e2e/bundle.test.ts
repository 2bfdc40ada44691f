/** The modules that a deployment uploads: what a fresh isolate evaluates, and what waits until it is needed. */
import { expect, test } from 'vitest';
import { bundleWorker } from '../../scripts/bundle-worker.ts';

// With the names, so that the bundler's comments say where the code comes from.
const { modules, startModules } = await bundleWorker(false);

/** Packages of npm in the modules, as the comments name them. */
function readPackages(isWanted: (module: string) => boolean): string[] {
  const texts = [...modules].filter(([name]) => isWanted(name)).map(([, content]) => content.toString());
  const named = texts.join('\n').matchAll(/^\/\/ (?:\.\.\/)*\S*?node_modules\/((?:@[^/]+\/)?[^/]+)/gm);
  return [...new Set([...named].map(([, name = '']) => name))].sort();
}

test('the main module comes first', () => {
  expect([...modules.keys()][0]).toBe('worker.mjs');
});

test('a fresh isolate evaluates neither Yoga nor what comes with it, and graphql-js is there once', () => {
  const atStart = readPackages((name) => startModules.has(name));
  const later = readPackages((name) => !startModules.has(name));
  expect(atStart).toEqual(['@pothos/core', 'dataloader', 'graphql', 'p-limit', 'valibot', 'yocto-queue']);
  expect(later).toEqual(expect.arrayContaining(['graphql-yoga', '@whatwg-node/server', '@envelop/core']));
  expect(later.filter((name) => atStart.includes(name))).toEqual([]);
});
