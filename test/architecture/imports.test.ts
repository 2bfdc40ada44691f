/** Imports point one way: a layer knows only those below it, and leaves know no layer. */

import { describe, expect, test } from 'vitest';
import { filesOutside, type Import, roomOf, type SourceFile, sourceFiles } from './source-files.ts';

/** From the edge to the network; rooms on one line may know each other. */
const layers: readonly (readonly string[])[] = [
  ['worker', 'node', 'workers-host', 'node-host'],
  ['http'],
  ['graphql'],
  // The wiring.
  ['context', 'server-context'],
  ['schema'],
  ['pagination'],
  ['loaders'],
  ['cache'],
  ['account'],
  ['checkly'],
  ['storage'],
];
/** Any layer may know them; they know no layer, and of each other what is named here. */
const leaves: Readonly<Record<string, readonly string[]>> = {
  domain: ['errors', 'limits'],
  errors: ['limits'],
  limits: [],
  'lru-map': [],
  'bounded-text': [],
  host: [],
  config: ['credentials', 'domain', 'errors', 'limits'],
  credentials: ['bounded-text', 'config', 'domain', 'errors', 'host', 'limits', 'lru-map'],
  statistics: ['domain', 'limits', 'lru-map'],
  'request-budget': ['errors', 'host', 'limits'],
  'client-limit': ['host', 'limits', 'request-meter'],
  'request-meter': ['errors', 'limits'],
};
/** Rooms whose business is to connect the layers. */
const wiring = ['worker', 'node', 'http', 'graphql', 'context', 'server-context'];
/** What layers take of each other beside types. */
const sharedCode: Readonly<Record<string, readonly string[]>> = {
  account: ['checkly', 'storage'],
  cache: ['account', 'storage'],
  // A root field names its listing.
  schema: ['pagination'],
};

const rankOf = (room: string): number => layers.findIndex((rooms) => rooms.includes(room));
const isLeaf = (room: string): boolean => room in leaves;

/** Two places where the order is turned round. */
function isException(path: string, { from, isTypeOnly }: Import): boolean {
  if (path === 'src/server-context.ts') return isTypeOnly;
  // The runtime makes the object by itself: nobody can hand the host to it.
  return path === 'src/account/durable-object.ts' && from === 'src/workers-host.ts';
}

/** As `path imports path`. */
function importsWhere(
  { path, imports }: SourceFile,
  isWrong: (target: string, each: Import, room: string) => boolean,
): string[] {
  const room = roomOf(path);
  return imports
    .filter((each) => each.from.startsWith('src/') && roomOf(each.from) !== room)
    .filter((each) => isWrong(roomOf(each.from), each, room))
    .map(({ from }) => `${path} imports ${from}`);
}

test('every file is in a room that this test knows', () => {
  const rooms = new Set(sourceFiles.map(({ path }) => roomOf(path)));
  expect([...rooms].filter((room) => rankOf(room) === -1 && !isLeaf(room))).toEqual([]);
});

test('imports point one way', () => {
  const wrong = sourceFiles.flatMap((file) =>
    importsWhere(file, (target, each, room) => {
      if (isLeaf(room)) return !leaves[room]?.includes(target);
      return !isLeaf(target) && rankOf(target) < rankOf(room) && !isException(file.path, each);
    }),
  );
  expect(wrong).toEqual([]);
});

test('layers share types, and of code only what is named', () => {
  const wrong = sourceFiles.flatMap((file) =>
    importsWhere(file, (target, each, room) => {
      const isBetweenLayers = !isLeaf(room) && !isLeaf(target) && !wiring.includes(room);
      const isAllowed = each.isTypeOnly || isException(file.path, each);
      return isBetweenLayers && !isAllowed && !sharedCode[room]?.includes(target);
    }),
  );
  expect(wrong).toEqual([]);
});

test('the Worker is made of src/ alone, and nothing but tests imports from test/', () => {
  const isOutside = (from: string) => /^(scripts|emulator|test|web|bench|examples)\//.test(from);
  const targetsOf = (files: readonly SourceFile[], isWrong: (from: string) => boolean) =>
    files.flatMap(({ path, imports }) =>
      imports.filter(({ from }) => isWrong(from)).map(({ from }) => `${path} imports ${from}`),
    );
  expect(targetsOf(sourceFiles, isOutside)).toEqual([]);
  expect(filesOutside.map(({ path }) => path)).toContain('scripts/start.ts');
  expect(targetsOf(filesOutside, (from) => from.startsWith('test/'))).toEqual([]);
});

describe('a package is known to its own layers only', () => {
  const users = (isPackage: (name: string) => boolean) => {
    const files = sourceFiles.filter(({ imports }) => imports.some(({ from }) => isPackage(from)));
    return [...new Set(files.map(({ path }) => roomOf(path)))];
  };

  test.each<[string, (name: string) => boolean, readonly string[]]>([
    ['graphql', (name) => name === 'graphql', ['errors', 'graphql', 'http', 'schema', 'federation']],
    ['graphql-yoga', (name) => /yoga|whatwg/.test(name), ['graphql', 'http']],
    ['pothos', (name) => name.startsWith('@pothos/'), ['schema', 'federation']],
    ['dataloader', (name) => name === 'dataloader', ['loaders']],
    ['jose', (name) => name === 'jose', ['credentials']],
    ['p-limit', (name) => name === 'p-limit', ['request-budget']],
    [
      'node:crypto',
      (name) => name === 'node:crypto',
      ['credentials', 'http', 'graphql', 'cache', 'pagination', 'node'],
    ],
    ['node:async_hooks', (name) => name === 'node:async_hooks', ['graphql']],
    ['@redis/client', (name) => name === '@redis/client', ['node']],
    ['undici', (name) => name === 'undici', ['node']],
    ['the Workers runtime', (name) => name.startsWith('cloudflare:'), ['account', 'workers-host']],
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
