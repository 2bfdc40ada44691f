/** The gateway in a supergraph with a made-up subgraph, run by real routers: queries cross both ways. */
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoAccountId, demoKey } from '../../emulator/emulator.ts';
import { startApolloGateway } from '../../examples/supergraph/apollo-gateway.ts';
import { compose, type Subgraph } from '../../examples/supergraph/compose.ts';
import {
  type DeploymentsServer,
  readDeploymentsSdl,
  startDeployments,
} from '../../examples/supergraph/deployments.ts';
import { startHiveGateway } from '../../examples/supergraph/hive-gateway.ts';
import type { Router } from '../../examples/supergraph/router.ts';
import { type Gateway, startGateway } from '../../scripts/start-bundle.ts';

const credential = { authorization: `Bearer ${demoKey}`, 'x-checkly-account': demoAccountId };
const nobody = 'aaaaaaaa-0000-4000-8000-000000000000';

let gateway: Gateway;
let deployments: DeploymentsServer;
let sessionIds: string[];
beforeAll(async () => {
  // Nobody reads without a credential, so that an answer proves that it was passed on.
  gateway = await startGateway({ vars: { PUBLIC_ACCESS: undefined } });
  sessionIds = gateway.emulator.addSessions([{ name: 'checks shop' }, { name: 'checks cart' }]);
  const [shop = null, cart = null] = sessionIds;
  deployments = await startDeployments([
    { id: 'd1', service: 'shop', deployedAt: '2026-11-24T09:30:00Z', sessionId: shop },
    { id: 'd2', service: 'cart', deployedAt: '2026-11-24T09:20:00Z', sessionId: cart },
    { id: 'd3', service: 'mail', deployedAt: '2026-11-24T09:10:00Z', sessionId: nobody },
    { id: 'd4', service: 'blog', deployedAt: '2026-11-24T09:00:00Z', sessionId: null },
  ]);
});
afterAll(async () => {
  await deployments?.close();
  await gateway?.close();
});

describe.each([
  ['Hive Gateway', 'The Guild', startHiveGateway],
  ['Apollo Gateway', 'Apollo', startApolloGateway],
] as const)('%s, composed by the library of %s', (_name, composer, start) => {
  let router: Router;
  beforeAll(async () => {
    router = await start(compose(composer, await readSubgraphs()));
  });
  afterAll(() => router?.close());

  test('goes from deployments to sessions, null where there is none', async () => {
    const body = await ask(
      router.url,
      '{ deployments { service testSession { name status region counts { total } account { team } } } }',
      credential,
    );
    const session = {
      status: 'PASSED',
      region: 'eu-west-1',
      counts: { total: 1 },
      account: { team: 'Platform' },
    };
    expect(body).toMatchObject({
      data: {
        deployments: [
          { service: 'shop', testSession: { name: 'checks shop', ...session } },
          { service: 'cart', testSession: { name: 'checks cart', ...session } },
          { service: 'mail', testSession: null },
          { service: 'blog', testSession: null },
        ],
      },
    });
  });

  test('goes from sessions to deployments', async () => {
    const body = await ask(
      router.url,
      '{ testSessions(first: 3) { nodes { name deployment { service } } pageInfo { hasNextPage } } }',
      credential,
    );
    expect(body).toMatchObject({
      data: {
        testSessions: {
          nodes: [
            { name: 'checks cart', deployment: { service: 'cart' } },
            { name: 'checks shop', deployment: { service: 'shop' } },
            { deployment: null },
          ],
          pageInfo: { hasNextPage: true },
        },
      },
    });
  });

  test('says that nobody is authenticated when no credential comes along', async () => {
    const body = await ask(router.url, '{ deployments(first: 1) { service testSession { name } } }', {});
    expect(body).toMatchObject({
      data: { deployments: [{ service: 'shop', testSession: null }] },
      errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
    });
  });
});

test('Hive Gateway passes a subscription on, and joins the event with the other subgraph', async () => {
  const router = await startHiveGateway(compose('The Guild', await readSubgraphs()));
  const response = await fetch(router.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...credential },
    body: JSON.stringify({
      query: `subscription { testSessionCompleted(id: "${sessionIds[0]}") { name deployment { service } } }`,
    }),
  });
  expect(await response.text()).toContain(
    'data: {"data":{"testSessionCompleted":{"name":"checks shop","deployment":{"service":"shop"}}}}',
  );
  await router.close();
});

async function readSubgraphs(): Promise<Subgraph[]> {
  return [
    { name: 'checkly', url: `${gateway.url}/graphql`, sdl: await readSubgraph(gateway) },
    { name: 'deployments', url: `${deployments.url}/graphql`, sdl: await readDeploymentsSdl() },
  ];
}

/** As composition tools read it: without a credential, from the running gateway. */
async function readSubgraph({ url }: Gateway): Promise<string> {
  const body: unknown = await ask(`${url}/graphql`, '{ _service { sdl } }', {});
  const sdl = await readFile(
    new URL('../../src/schema/federation/subgraph.graphql', import.meta.url),
    'utf8',
  );
  expect(body).toMatchObject({ data: { _service: { sdl } } });
  return sdl;
}

async function ask(url: string, query: string, headers: Record<string, string>): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query }),
  });
  return response.json();
}
