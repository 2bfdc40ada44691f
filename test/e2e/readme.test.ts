/** The README's tables and its example say what is so. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { startGateway } from '../../scripts/start-bundle.ts';
import { readConfig } from '../../src/config/config.ts';

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

describe('the configuration table', () => {
  const variables = rows('Configuration').map(([name, fallback, takes]) => ({
    name: quoted(name)[0] ?? '',
    isSecret: name?.endsWith('(secret)') ?? false,
    fallback: quoted(fallback)[0],
    takes: takes ?? '',
  }));
  /** What a production deployment has to bring, whatever else is set. */
  const required = { CACHE_PARTITION_SECRET: 'for-tests-only-not-a-secret-0000000000000' };

  test('names the variables that src/config reads, each once', () => {
    const sources = readdirSync(join(root, 'src/config')).map((file) => readText(`src/config/${file}`));
    // Nothing else is written in capitals there.
    const read = new Set(sources.join('\n').match(/(?<=')[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*(?=')/g));
    expect(variables.map(({ name }) => name).sort()).toEqual([...read].sort());
  });

  test.each(variables.filter(({ fallback }) => fallback !== undefined))(
    'tells the default of $name',
    ({ name, fallback }) => {
      expect(readConfig({ ...required, [name]: fallback })).toEqual(readConfig(required));
    },
  );

  test.each(variables.filter(({ takes }) => /^\d+ to \d+ /.test(takes)))(
    'tells the range of $name',
    ({ name, takes }) => {
      const [min = 0, max = 0] = takes.split(' to ').map(Number.parseFloat);
      expect(() => readConfig({ ...required, [name]: 'x' })).toThrow(
        `${name} holds "x"; it takes a whole number from ${min} to ${max}.`,
      );
    },
  );

  test.each(variables.filter(({ fallback, takes }) => fallback !== undefined && takes.startsWith('`')))(
    'tells the values of $name',
    ({ name, takes }) => {
      const list = quoted(takes).map((value) => `"${value}"`);
      const sentence = `${list.slice(0, -1).join(', ')} or ${list.at(-1)}`;
      expect(() => readConfig({ ...required, [name]: 'x' })).toThrow(`it takes ${sentence}.`);
    },
  );

  test.each(variables.filter(({ isSecret }) => isSecret))(
    'calls $name a secret, whose value no error tells',
    ({ name }) => {
      const isPublic = { PUBLIC_ACCESS: 'held-data-is-public', CHECKLY_API_KEY: 'sv_key' };
      const env = { ...required, ...isPublic, [name]: '?secret?' };
      expect(() => readConfig(env)).toThrow(`${name} holds a secret of 8 characters`);
    },
  );
});

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
