/** The README's tables and its example say what is so; `check:config` compares the table of variables. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { startGateway } from '../../scripts/start-bundle.ts';

const root = resolve(import.meta.dirname, '../..');
const readText = (path: string) => readFileSync(join(root, path), 'utf8');
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
  const documents = readme + readText('CONTRIBUTING.md');
  const named = [...documents.matchAll(/npm (?:run (?:-s )?)?(start|test|(?<=run )[a-z][\w:-]*)/g)].map(
    ([, name]) => name,
  );
  expect([...new Set(named)].filter((name) => !(name !== undefined && name in scripts))).toEqual([]);
});

test('the files that the documents link to exist', () => {
  for (const document of ['README.md', 'CONTRIBUTING.md']) {
    const links = [...readText(document).matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(
      ([, path]) => path ?? '',
    );
    for (const path of links) expect(() => readText(path), `${document}: ${path}`).not.toThrow();
  }
});

test('the query gives an answer like the one that is shown', async () => {
  const block = (language: string) =>
    new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 's').exec(section('A query and its answer'))?.[1] ?? '';
  const gateway = await startGateway();
  try {
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: block('graphql') }),
    });
    const answer: unknown = await response.json();
    expect(isAlike(answer, JSON.parse(block('json'))), JSON.stringify(answer)).toBe(true);
  } finally {
    await gateway.close();
  }
});

/** Whether both have the same fields and types; what is null may differ from session to session. */
function isAlike(one: unknown, other: unknown): boolean {
  if (one === null || other === null) return true;
  if (typeof one !== 'object' || typeof other !== 'object') return typeof one === typeof other;
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length &&
    names.every((name) => name in other && isAlike(Reflect.get(one, name), Reflect.get(other, name)))
  );
}
