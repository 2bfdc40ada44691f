/** The project's documents and the fenced blocks in them. Reads only. */
import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '../..');

/** Paths from the root. The changelog is left out: it tells of what is past. */
export const documents = globSync(['*.md', 'docs/**/*.md', 'emulator/*.md', 'examples/**/*.md'], {
  cwd: root,
  exclude: ['CHANGELOG.md', '**/node_modules/**'],
}).sort();

export interface Snippet {
  readonly document: string;
  /** Of the opening fence, counted from 1. */
  readonly line: number;
  readonly language: string;
  /** What stands after the language, such as `variables`; null for nothing. */
  readonly role: string | null;
  /** Why it is not run: what stands after `not-run:`; null where it is. */
  readonly notRun: string | null;
  readonly text: string;
}

export function readText(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

export function readSnippets(document: string): readonly Snippet[] {
  const text = readText(document);
  return [...text.matchAll(/^```(\S+)(?: ([^\n]+))?\n(.*?)^```$/gms)].map(
    ([, language = '', info = '', body = ''], i, all) => {
      const [role = '', notRun] = info.split(/ ?not-run: /);
      const line = text.slice(0, all[i]?.index).split('\n').length;
      return { document, line, language, role: role || null, notRun: notRun ?? null, text: body };
    },
  );
}

export function withoutSnippets(text: string): string {
  return text.replace(/^```.*?^```$/gms, '');
}
