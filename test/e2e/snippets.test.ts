/**
 * What the documents show works: queries are valid and answered, commands run, names of variables exist. A block that
 * is not run says why in its info string: `sh not-run: needs an account of Cloudflare`.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSchema, parse, validate } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startEmulator } from '../../emulator/server.ts';
import { compose, composers } from '../../examples/supergraph/compose.ts';
import { type Gateway, startGateway } from '../../scripts/start-bundle.ts';
import { listVariables } from '../../src/config/read-variable.ts';
import { variables } from '../../src/config/variables.ts';
import { runCommand } from './command.ts';
import { documents, readSnippets, readText, root, type Snippet } from './documents.ts';
import { isAlike } from './is-alike.ts';
import { fillIn, readSamples, type Samples } from './snippet-samples.ts';

// `examples.test.ts` runs what the examples' own pages say.
const snippets = documents.filter((document) => !document.startsWith('examples/')).flatMap(readSnippets);
const purgeToken = 'purge_for_the_documents_00000';
const account = '11111111-1111-4111-8111-111111111111';

let gateway: Gateway;
let samples: Samples;
beforeAll(async () => {
  gateway = await startGateway({ vars: { PURGE_TOKENS: JSON.stringify({ [purgeToken]: account }) } });
  samples = await readSamples(gateway.url);
});
afterAll(() => gateway?.close());

function of(language: string, role: string | null = null): readonly Snippet[] {
  return snippets.filter((each) => each.language === language && each.role === role && each.notRun === null);
}

function named(list: readonly Snippet[]): readonly (readonly [string, Snippet])[] {
  return list.map((snippet) => [`${snippet.document}:${snippet.line}`, snippet]);
}

/** The block after this one, if it is of that kind. */
function next({ document, line }: Snippet, language: string, role: string | null): Snippet | undefined {
  const following = snippets.find((each) => each.document === document && each.line > line);
  return following?.language === language && following.role === role ? following : undefined;
}

test('each block is of a language that is run here, is a picture, or says why it is not run', () => {
  const run = ['graphql', 'json', 'sh', 'ts', 'toml', 'ini', 'mermaid', 'text'];
  const others = snippets.filter(({ language, notRun }) => notRun === null && !run.includes(language));
  expect(others.map(({ document, line }) => `${document}:${line}`)).toEqual([]);
  expect(of('graphql').length).toBeGreaterThan(15);
});

describe('a query is valid and is answered without an error', () => {
  const schema = buildSchema(
    readText('schema.graphql').replace('type Query {', 'type Query {\n_service: _Service!') +
      '\ntype _Service { sdl: String! }',
  );

  test.each(named(of('graphql')))('%s', async (_place, snippet) => {
    expect(validate(schema, parse(snippet.text))).toEqual([]);
    const given = next(snippet, 'json', 'variables');
    const variables: unknown = JSON.parse(fillIn(given?.text ?? '{}', samples));
    const isSubscription = /^subscription/m.test(snippet.text);
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: isSubscription ? 'text/event-stream' : 'application/json',
      },
      body: JSON.stringify({ query: fillIn(snippet.text, samples), variables }),
    });
    const text = await response.text();
    if (isSubscription) {
      expect(text).toContain('event: complete');
      expect(text).not.toContain('"errors"');
      return;
    }
    const answer: unknown = JSON.parse(text);
    expect(answer).not.toHaveProperty('errors');
    const shown = next(given ?? snippet, 'json', null);
    if (shown !== undefined) expect(isAlike(answer, JSON.parse(shown.text)), text).toBe(true);
    samples = { ...samples, endCursor: /"endCursor":\s*"([^"]+)"/.exec(text)?.[1] ?? samples.endCursor };
  });
});

test.each(named(of('json')))('%s is JSON', (_place, { text }) => {
  expect(() => JSON.parse(text)).not.toThrow();
});

test.each(named(of('graphql', 'subgraph')))('%s composes with the subgraph', (_place, { text }) => {
  const sdl = readText('src/schema/federation/subgraph.graphql');
  const other = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])\n${text}`;
  for (const composer of composers) {
    expect(
      compose(composer, [
        { name: 'checkly', url: 'http://checkly', sdl },
        { name: 'other', url: 'http://other', sdl: other },
      ]),
    ).toContain('type Deployment');
  }
});

/** Installs, starts, deploys or changes the project: never run by a test, whether it is marked or not. */
function reachesFar({ text }: Snippet): boolean {
  return /\b(npm|npx|docker|kubectl|wrangler|git|rm)\b/.test(text);
}

test('commands that install, start or deploy say why they are not run', () => {
  expect(
    of('sh')
      .filter(reachesFar)
      .map(({ document, line }) => `${document}:${line}`),
  ).toEqual([]);
});

describe('the commands of a document run, one after the other', () => {
  let directory: string;
  // Not in the project: a command that changes files must not change these.
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'snippets-'));
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));

  const withCommands = documents.filter((document) => of('sh').some((each) => each.document === document));

  test.each(withCommands)('%s', async (document) => {
    const commands = of('sh').filter((each) => each.document === document && !reachesFar(each));
    // The emulator's own document resets and breaks it.
    const emulator = document.startsWith('emulator/')
      ? await startEmulator({ port: 0, host: '127.0.0.1' })
      : null;
    const script = commands
      .map(({ text }) => fillIn(text, samples))
      .join('\n')
      .replaceAll('http://localhost:8787', gateway.url)
      .replaceAll('http://127.0.0.1:8790', emulator?.url ?? gateway.emulatorUrl);
    const shell = runCommand('bash', ['-euc', script], {
      cwd: directory,
      env: {
        GATEWAY_URL: `${gateway.url}/graphql`,
        CHECKLY_API_KEY: 'cu_demo',
        CHECKLY_ACCOUNT_ID: account,
        PURGE_TOKEN: purgeToken,
      },
    });
    try {
      expect(await shell.exit(), shell.output()).toBe(0);
      expect(shell.output()).not.toContain('"errors":');
    } finally {
      shell.signalForeground('SIGTERM');
      await emulator?.close();
    }
  });
});

test.each(named(of('ts')))('%s runs as a program', async (_place, { text }) => {
  const program = text.replaceAll('http://localhost:8787', gateway.url);
  const node = runCommand('node', ['--input-type=module-typescript', '--eval', program], { cwd: root });
  expect(await node.exit(), node.output()).toBe(0);
});

test.each(named([...of('toml'), ...of('ini')]))('%s names variables that exist', (_place, { text }) => {
  const known = listVariables(variables).map(({ name }) => name);
  const assigned = [...text.matchAll(/^([A-Z][A-Z_]+) ?=/gm)].map(([, name]) => name ?? '');
  expect(assigned.filter((name) => !known.includes(name))).toEqual([]);
});
