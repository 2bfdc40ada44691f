/**
 * Leaves the schema's descriptions out of the bundle: only introspection tells them, and it finds them in the
 * subgraph's text (`src/graphql/describe-schema.ts`). They were a twelfth of what a fresh isolate evaluates.
 */
import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

const literal = /'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/.source;
const comment = /\/\*[\s\S]*?\*\/|\/\/[^\n]*/.source;
const value = `(?:(?:${literal})(?:\\s*\\+\\s*(?:${literal}))*|\\w+(?:\\('[^']*'\\))?)`;
const property = `\\b(?:edgeD|d)escription:\\s*${value}(?=\\s*[,}])`;

/** What is a comment or a text is passed over, whatever it says. */
const tokens = new RegExp(`${property}|${comment}|${literal}`, 'g');

export function stripDescriptions(source: string): string {
  return source.replaceAll(tokens, (token) => (isProperty(token) ? 'description: undefined' : token));
}

function isProperty(token: string): boolean {
  return /^(?:edgeD|d)escription:/.test(token);
}

const schemaFiles = /[\\/]src[\\/]schema[\\/].*\.ts$/;
/** What the text lacks: the root fields of node.ts and account.ts, and the federation's own. */
const undescribed = /[\\/](?:node|account|federation[\\/]\w+)\.ts$/;

export const withoutDescriptions: Plugin = {
  name: 'without-descriptions',
  setup(build) {
    build.onLoad({ filter: schemaFiles }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      return { contents: undescribed.test(path) ? source : stripDescriptions(source), loader: 'ts' };
    });
  },
};
