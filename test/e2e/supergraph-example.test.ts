/** `npm run example:supergraph` as a person meets it, and the configurations beside it. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { resolve } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { parse } from 'yaml';
import { checkWithCosmo, compose, type Subgraph } from '../../examples/supergraph/compose.ts';
import { assertPortIsFree, findFreePort } from '../../scripts/ports.ts';
import { requestTimeoutMs } from '../../src/limits.ts';
import { type Command, runCommand } from './command.ts';

const root = resolve(import.meta.dirname, '../..');
const directory = resolve(root, 'examples/supergraph');
const ready = 'The supergraph is ready.';
const addresses = {
  checkly: 'http://localhost:8787/graphql',
  deployments: 'http://localhost:4001/graphql',
};
const credentialHeaders = ['authorization', 'x-checkly-account'];

let command: Command | undefined;
afterEach(async () => {
  command?.signalForeground('SIGTERM');
  await command?.exit();
  command = undefined;
});

function runExample(env: Readonly<Record<string, string>>): Command {
  command = runCommand('npm', ['run', '--silent', 'example:supergraph'], { cwd: root, env });
  return command;
}

async function choosePorts(): Promise<Record<string, string>> {
  const names = ['PORT', 'GATEWAY_PORT', 'DEPLOYMENTS_PORT'];
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, String(await findFreePort())])),
  );
}

test('serves the supergraph, answers the query that it prints, and ends on Ctrl-C', async () => {
  const ports = await choosePorts();
  const example = runExample(ports);
  await example.waitForOutput(ready);
  await example.waitForOutput('Ctrl-C ends it.');

  const printed = /^ {2}curl -s .*?\}'$/ms.exec(example.output())?.[0] ?? '';
  expect(printed).toContain(`http://127.0.0.1:${ports.PORT}/graphql`);
  const curl = runCommand('bash', ['-c', printed], { cwd: root });
  expect(await curl.exit(), curl.output()).toBe(0);
  const account = { name: 'Demo Account', team: 'Platform' };
  expect(JSON.parse(curl.output())).toEqual({
    data: {
      deployments: [
        {
          service: 'checkout',
          deployedAt: expect.any(String),
          testSession: { name: 'Checkout API', status: 'PASSED', account },
        },
        {
          service: 'storefront',
          deployedAt: expect.any(String),
          testSession: { name: 'Storefront E2E', status: 'PASSED', account },
        },
        { service: 'newsletter', deployedAt: expect.any(String), testSession: null },
      ],
      testSessions: {
        // The demo goes on: sessions that started since stand before them.
        nodes: expect.arrayContaining([
          { name: 'Checkout API', deployment: { service: 'checkout' } },
          { name: 'Storefront E2E', deployment: { service: 'storefront' } },
        ]),
      },
    },
  });
  expect(await readFile(resolve(root, 'dist/supergraph.graphql'), 'utf8')).toContain('join__Graph');

  example.signalForeground('SIGINT');
  expect(await example.exit()).toBe(0);
  for (const [name, port] of Object.entries(ports)) await assertPortIsFree(Number(port), name);
});

test('names a taken port and starts nothing', async () => {
  const holder = createServer().listen(0, '127.0.0.1');
  await new Promise((done) => holder.once('listening', done));
  const address = holder.address();
  const taken = typeof address === 'object' ? address?.port : undefined;
  const ports = await choosePorts();
  try {
    const example = runExample({ ...ports, DEPLOYMENTS_PORT: String(taken) });
    expect(await example.exit()).toBe(1);
    expect(example.output()).toContain(`Port ${taken} is taken.`);
    expect(example.output()).toContain('npm run example:supergraph');
    await assertPortIsFree(Number(ports.GATEWAY_PORT), 'GATEWAY_PORT');
  } finally {
    holder.close();
  }
});

async function readYaml(name: string): Promise<unknown> {
  return parse(await readFile(resolve(directory, name), 'utf8'));
}

async function readSubgraph(name: string, url: string, file: string): Promise<Subgraph> {
  return { name, url, sdl: await readFile(resolve(directory, file), 'utf8') };
}

const schemaFiles = {
  checkly: '../../src/schema/federation/subgraph.graphql',
  deployments: './deployments.graphql',
};

test('the addresses of the configurations are the ones that the command serves', async () => {
  const serve = await readFile(resolve(directory, 'serve.ts'), 'utf8');
  const ports = /defaultPorts = \{ PORT: (\d+), GATEWAY_PORT: (\d+), DEPLOYMENTS_PORT: (\d+) \}/.exec(serve);
  expect(ports?.slice(2).map((port) => `http://localhost:${port}/graphql`)).toEqual(Object.values(addresses));
  expect(await readYaml('router.yaml')).toMatchObject({ supergraph: { listen: `127.0.0.1:${ports?.[1]}` } });
  expect(await readYaml('config.yaml')).toMatchObject({ listen_addr: `localhost:${ports?.[1]}` });
});

test("Rover's configuration names subgraphs that compose", async () => {
  expect(await readYaml('supergraph.yaml')).toEqual({
    federation_version: '=2.9.0',
    subgraphs: {
      checkly: { routing_url: addresses.checkly, schema: { file: schemaFiles.checkly } },
      deployments: { routing_url: addresses.deployments, schema: { file: schemaFiles.deployments } },
    },
  });
  for (const file of Object.values(schemaFiles)) expect(existsSync(resolve(directory, file))).toBe(true);
});

test("Cosmo's configuration names the same subgraphs, and the events as they are sent", async () => {
  const graph = await readYaml('graph.yaml');
  expect(graph).toEqual({
    version: 1,
    subgraphs: [
      {
        name: 'checkly',
        routing_url: addresses.checkly,
        schema: { file: schemaFiles.checkly },
        subscription: { protocol: 'sse_post' },
      },
      { name: 'deployments', routing_url: addresses.deployments, schema: { file: schemaFiles.deployments } },
    ],
  });
  const subgraphs = await Promise.all([
    readSubgraph('checkly', addresses.checkly, schemaFiles.checkly),
    readSubgraph('deployments', addresses.deployments, schemaFiles.deployments),
  ]);
  expect(checkWithCosmo(subgraphs)).toEqual([]);
  expect(compose('Apollo', subgraphs)).toContain(`url: "${addresses.checkly}"`);
});

test('the routers pass the credential on to the gateway alone, and wait longer than it takes', async () => {
  const seconds = (text: string) => Number(text.replace('s', ''));
  const waits = expect.toSatisfy((text: string) => seconds(text) * 1000 > requestTimeoutMs);
  expect(await readYaml('router.yaml')).toMatchObject({
    headers: {
      subgraphs: { checkly: { request: credentialHeaders.map((named) => ({ propagate: { named } })) } },
    },
    traffic_shaping: { subgraphs: { checkly: { timeout: waits } } },
  });
  expect(await readYaml('config.yaml')).toMatchObject({
    headers: {
      subgraphs: {
        checkly: {
          request: ['Authorization', 'X-Checkly-Account'].map((named) => ({ op: 'propagate', named })),
        },
      },
    },
    traffic_shaping: { subgraphs: { checkly: { request_timeout: waits } } },
  });
});
