/** The README and the documents name what is there; `check:config` and `check:errors` compare the printed tables. */
import { existsSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { documents, readText, root, withoutSnippets } from './documents.ts';

const readme = readText('README.md');

/** The text under a heading, up to the next heading of any level. */
function section(heading: string): string {
  const start = readme.indexOf(`\n## ${heading}\n`);
  if (start === -1) throw new Error(`The README has no heading "${heading}".`);
  const rest = readme.slice(start + heading.length + 5);
  return rest.slice(0, /^#/m.exec(rest)?.index);
}

/** The cells of all table rows under a heading, without heads and rulers. */
function rows(heading: string): string[][] {
  const lines = section(heading).split('\n');
  return lines
    .filter((line, i) => line.startsWith('|') && !isRuler(line) && !isRuler(lines[i + 1]))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

/** The line between a table's head and its rows. */
function isRuler(line = ''): boolean {
  return /^\|[\s:|-]+\|$/.test(line);
}

/** What stands in backticks. */
function quoted(cell: string | undefined): string[] {
  return [...(cell ?? '').matchAll(/`([^`]+)`/g)].map(([, text]) => text ?? '');
}

test('the dependency table names the packages of package.json, each once', () => {
  const manifest = JSON.parse(readText('package.json'));
  const { dependencies, devDependencies, optionalDependencies } = manifest;
  const named = rows('Dependencies').flatMap(([name]) => quoted(name));
  expect(named.sort()).toEqual(
    Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies }).sort(),
  );
});

test('the npm scripts that the documents name exist', () => {
  const { scripts } = JSON.parse(readText('package.json'));
  const text = documents.map(readText).join('\n');
  const named = [...text.matchAll(/npm (?:run (?:-s |--silent )?)?(start|test|(?<=run )[a-z][\w:-]*)/g)].map(
    ([, name]) => name,
  );
  expect([...new Set(named)].filter((name) => !(name !== undefined && name in scripts))).toEqual([]);
});

test.each(documents)('the links of %s lead to files and headings that are there', (document) => {
  const links = [...withoutSnippets(readText(document)).matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]+))?\)/g)];
  for (const [link, path, anchor] of links) {
    const target = path ? join(dirname(document), path) : document;
    expect(existsSync(join(root, target)), link).toBe(true);
    if (anchor !== undefined) expect(anchors(readText(target)), link).toContain(anchor);
  }
});

/** A page in a folder below is linked from that folder's README. */
test.each(['docs/README.md', 'docs/decisions/README.md'])(
  'every page is linked from %s, each once',
  (index) => {
    const folder = `${dirname(index)}/`;
    const paths = documents.filter((path) => path.startsWith(folder) && path !== index);
    const pages = new Set(
      paths.map((path) => relative(folder, path)).map((path) => path.replace(/\/.*/, '/README.md')),
    );
    expect(pages.size).toBeGreaterThan(5);
    const linked = [...readText(index).matchAll(/\]\(([^)#]+)\)/g)].map(([, path]) => path ?? '');
    expect(linked.filter((path) => pages.has(path)).sort()).toEqual([...pages].sort());
  },
);

test('the README leads to the index of the documents', () => {
  expect(section('Where to read on')).toContain('](docs/README.md)');
});

/** The anchors of a document's headings, as GitHub makes them. */
function anchors(text: string): string[] {
  return [...withoutSnippets(text).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
}
