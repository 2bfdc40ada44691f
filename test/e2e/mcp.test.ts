/** The MCP server of `examples/`, as an assistant starts it, against the gateway. */
import { readdir, readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { demoAccountId, demoKey } from '../../emulator/emulator.ts';
import { type Gateway, startGateway } from '../../scripts/start-bundle.ts';

const root = resolve(import.meta.dirname, '../..');
let gateway: Gateway;
const clients: Client[] = [];

beforeAll(async () => {
  gateway = await startGateway({ vars: { PUBLIC_ACCESS: undefined } });
});
afterAll(async () => {
  await Promise.all(clients.map((client) => client.close()));
  await gateway?.close();
});

async function connect(apiKey = demoKey): Promise<Client> {
  const client = new Client({ name: 'assistant', version: '1.0.0' });
  const env = {
    PATH: process.env.PATH ?? '',
    GATEWAY_URL: `${gateway.url}/graphql`,
    CHECKLY_API_KEY: apiKey,
    CHECKLY_ACCOUNT_ID: demoAccountId,
  };
  await client.connect(
    new StdioClientTransport({ command: 'npm', args: ['run', '--silent', 'example:mcp'], cwd: root, env }),
  );
  clients.push(client);
  return client;
}

function textsOf(result: unknown): readonly string[] {
  expect(result).toMatchObject({ content: expect.any(Array) });
  const { content }: { content?: readonly { text?: string }[] } = Object(result);
  return (content ?? []).map(({ text = '' }) => text);
}

test('each query is a tool, told by what it answers, with what it must be given', async () => {
  const { tools } = await (await connect()).listTools();
  const names = tools.map(({ name }) => name);
  expect(names).toContain('red_on_main');
  expect(names).not.toContain('wait_for_session');
  const page = await readFile(resolve(root, 'docs/mcp.md'), 'utf8');
  expect([...page.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name).toSorted()).toEqual(names.toSorted());
  expect(tools.filter(({ annotations }) => annotations?.readOnlyHint !== true)).toEqual([]);
  expect(tools.filter(({ description = '' }) => !/^[A-Z].*\.$/.test(description))).toEqual([]);
  expect(tools.find(({ name }) => name === 'page_by_page')).toMatchObject({
    description: 'The sessions of the account, newest first, page by page.',
    inputSchema: {
      type: 'object',
      properties: { first: { type: 'integer' }, after: { type: 'string' } },
      required: ['first'],
    },
  });
});

test('every tool answers with data', async () => {
  const client = await connect();
  const given: Readonly<Record<string, Record<string, unknown>>> = {
    commit_report: { commit: '0123456' },
    my_branch: { branch: 'main' },
    page_by_page: { first: 3 },
    sessions_of_commit: { commit: 'show shipping costs' },
  };
  const { tools } = await client.listTools();
  for (const { name } of tools) {
    const result = await client.callTool({ name, arguments: given[name] ?? {} });
    const [text = '', ...errors] = textsOf(result);
    expect({ name, isError: result.isError, errors }).toEqual({ name, isError: false, errors: [] });
    expect(Object.values(JSON.parse(text)), name).toEqual([expect.anything()]);
  }
});

test('a missing, a wrong and an unknown argument are named', async () => {
  const client = await connect();
  const wrong = [{}, { first: 'three' }, { first: 1, frist: 2 }];
  const results = await Promise.all(
    wrong.map((given) => client.callTool({ name: 'page_by_page', arguments: given })),
  );
  expect(results.map(({ isError }) => isError)).toEqual([true, true, true]);
  const texts = results.map((result) => textsOf(result).join());
  expect(texts).toEqual([
    expect.stringContaining('first'),
    expect.stringContaining('first'),
    expect.stringContaining('frist'),
  ]);
});

test('what the gateway refuses is an error with its words', async () => {
  const result = await (await connect('cu_not_a_key')).callTool({ name: 'running_now', arguments: {} });
  expect(result.isError).toBe(true);
  expect(textsOf(result).join()).toMatch(/Checkly|key/);
});

test("Apollo's server is given the same operations, the schema, and the headers of a credential", async () => {
  const config: unknown = parse(await readFile(resolve(root, 'examples/mcp/apollo-mcp-server.yaml'), 'utf8'));
  expect(config).toMatchObject({
    endpoint: 'http://localhost:8787/graphql',
    schema: { source: 'local', path: './schema.graphql' },
    operations: { source: 'local', paths: ['./operations'] },
    headers: {
      // biome-ignore-start lint/suspicious/noTemplateCurlyInString: the server fills them in.
      Authorization: 'Bearer ${env.CHECKLY_API_KEY}',
      'X-Checkly-Account': '${env.CHECKLY_ACCOUNT_ID}',
      // biome-ignore-end lint/suspicious/noTemplateCurlyInString: the server fills them in.
    },
    overrides: { mutation_mode: 'none' },
  });
  expect(await readFile(resolve(root, 'schema.graphql'), 'utf8')).toContain('type Query');
  expect(await readdir(resolve(root, 'operations'))).toContain('red-on-main.graphql');
});
