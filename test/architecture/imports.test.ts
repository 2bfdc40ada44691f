/** Imports point one way: a layer knows only those below it, and leaves know no layer. */

import { describe, expect, test } from 'vitest';
import { roomOf, type SourceFile, sourceFiles } from './source-files.ts';

/** From the edge to the network; rooms on one line may know each other. */
const layers: readonly (readonly string[])[] = [
  ['worker', 'workers-host', 'pages-entrypoint', 'account-keeper'],
  ['http', 'graphiql'],
  ['server', 'graphql'],
  ['context', 'wiring', 'server-context', 'pages'],
  ['schema'],
  ['pagination', 'subscriptions'],
  ['loaders'],
  ['cache'],
  ['checkly'],
];
/** Any layer may know them. They know each other, and of layers at most the types. */
const leaves = ['domain', 'errors', 'limits', 'host', 'config', 'credentials'];

const rankOf = (room: string): number => layers.findIndex((rooms) => rooms.includes(room));

/** Imports that a layer may not have, as `path imports path`. */
function wrongImportsOf({ path, imports }: SourceFile): string[] {
  const room = roomOf(path);
  return imports
    .filter(({ from, isTypeOnly }) => {
      const target = roomOf(from);
      if (!from.startsWith('src/') || target === room || leaves.includes(target)) return false;
      if (leaves.includes(room)) return !(room === 'config' && isTypeOnly);
      return rankOf(target) < rankOf(room);
    })
    .map(({ from }) => `${path} imports ${from}`);
}

test('every file is in a room that this test knows', () => {
  const rooms = new Set(sourceFiles.map(({ path }) => roomOf(path)));
  expect([...rooms].filter((room) => rankOf(room) === -1 && !leaves.includes(room))).toEqual([]);
});

test('imports point one way', () => {
  const others = sourceFiles.filter(({ path }) => path !== 'src/server.ts');
  expect(others.flatMap(wrongImportsOf)).toEqual([]);
});

// It takes the names of the exposed headers from there.
test('the server knows nothing of the HTTP edge around it', () => {
  expect(sourceFiles.filter(({ path }) => path === 'src/server.ts').flatMap(wrongImportsOf)).toEqual([]);
});

describe('a package is known to its own layers only', () => {
  const users = (isPackage: (name: string) => boolean) => {
    const files = sourceFiles.filter(({ imports }) => imports.some(({ from }) => isPackage(from)));
    return [...new Set(files.map(({ path }) => roomOf(path)))];
  };

  test.each<[string, (name: string) => boolean, readonly string[]]>([
    ['graphql', (name) => name === 'graphql', ['errors', 'graphql', 'http', 'schema', 'server']],
    ['graphql-yoga', (name) => /yoga|whatwg/.test(name), ['graphql', 'server', 'http']],
    ['pothos', (name) => name.startsWith('@pothos/'), ['schema']],
    ['dataloader', (name) => name === 'dataloader', ['loaders']],
    ['p-limit', (name) => name === 'p-limit', ['checkly']],
  ])('%s', (_name, isPackage, allowed) => {
    const found = users(isPackage);
    expect(found).not.toEqual([]);
    expect(found.filter((room) => !allowed.includes(room))).toEqual([]);
  });
});

test('GraphQL is known to the errors only where they become GraphQL errors', () => {
  const files = sourceFiles.filter(
    ({ path, imports }) => roomOf(path) === 'errors' && imports.some(({ from }) => from === 'graphql'),
  );
  expect(files.map(({ path }) => path)).toEqual(['src/errors/to-graphql-error.ts']);
});
