/**
 * Which files GraphiQL's page consists of, by the path they are served under. Reads its sources, writes nothing.
 * Every name but the page's own carries its content's hash, so that it can be cached for ever.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import { resolve } from 'node:path';
import type { PublishedFiles } from '../../scripts/publish-files.ts';
import { readExamples, toScriptText } from './examples.ts';
import { patchExplorer } from './patch-explorer.ts';

const packageDirectory = 'node_modules/@graphql-yoga/graphiql';
const pageDirectory = 'web/graphiql';
const hashLength = 10;

/** The package's files, by the name that the page calls them. The UMD build is minified, the ES build is not. */
const packageFiles = {
  'yoga-graphiql.js': 'dist/yoga-graphiql.umd.js',
  'graphiql.css': 'dist/graphiql.css',
  'editor.worker.js': 'dist/monacoeditorwork/editor.worker.bundle.js',
  'graphql.worker.js': 'dist/monacoeditorwork/graphql.worker..bundle.js',
  'json.worker.js': 'dist/monacoeditorwork/json.worker.bundle.js',
  'yoga-graphiql.LICENSE.txt': 'LICENSE',
};

/** Has the explorer in it. */
const explorerScript = 'yoga-graphiql.js';

/** A script comes after those that it imports. */
const scripts = [
  'editor-environment',
  'access-hint',
  'access-fields',
  'accessible-markup',
  'example-tabs',
  'event-stream',
  'explorer-lists',
  'last-answer',
  'public-schema',
  'fetch-graphql',
  'remembered-tab',
  'share-link',
  'copy-link',
  'keep-comment',
  'mount',
];

/** @returns the files by their path below the assets' directory; each path starts with `graphiql/`. */
export async function createGraphiqlFiles(root: string): Promise<PublishedFiles> {
  const files = new Map<string, Buffer>();
  const hashedNames = new Map<string, string>();
  const publish = (name: string, content: Buffer) => {
    const hashedName = toHashedName(name, content);
    hashedNames.set(name, hashedName);
    files.set(`graphiql/${hashedName}`, content);
  };
  const readPart = (name: string) => readFile(resolve(root, pageDirectory, name), 'utf8');
  const link = (text: string) => Buffer.from(linkToHashedNames(text, hashedNames));

  for (const [name, path] of Object.entries(packageFiles)) {
    const content = await readFile(resolve(root, packageDirectory, path));
    publish(name, name === explorerScript ? Buffer.from(patchExplorer(content.toString())) : content);
  }
  // A file comes after the ones that it names: their hashes become part of its content.
  for (const name of ['icon.svg', 'page.css', 'page-graphiql.css']) publish(name, link(await readPart(name)));
  for (const name of scripts) {
    publish(`${name}.js`, link(toJavaScript(await readPart(`${name}.ts`))));
  }
  const tabs = toScriptText(await readExamples(root));
  files.set('graphiql/index.html', link(fillIn(await readPart('page.html'), tabs)));
  return files;
}

function fillIn(page: string, tabs: string): string {
  return page.replace(/(id="example-tabs"[^>]*>)\[\]/, (_, start: string) => start + tabs);
}

function toHashedName(name: string, content: Buffer): string {
  const hash = createHash('sha256').update(content).digest('hex').slice(0, hashLength);
  return name.replace('.', `.${hash}.`);
}

/** Types out; imports name the published file. */
function toJavaScript(source: string): string {
  return stripTypeScriptTypes(source).replaceAll(/(from '\.\/[\w-]+)\.ts'/g, "$1.js'");
}

function linkToHashedNames(text: string, hashedNames: ReadonlyMap<string, string>): string {
  return text.replaceAll(/(\/graphiql\/|\.\/)([\w.-]+)/g, (match, directory: string, name: string) => {
    const hashedName = hashedNames.get(name);
    return hashedName === undefined ? match : directory + hashedName;
  });
}
