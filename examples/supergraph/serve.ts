/**
 * `npm run example:supergraph`: composes the gateway's subgraph with the made-up deployments, and serves the
 * supergraph by Hive Gateway, with the emulator's live demo behind it. Nobody reads without a credential: what the
 * printed query answers shows that the router passes it on.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { demoAccountId, demoKey } from '../../emulator/emulator.ts';
import { buildWorker } from '../../scripts/build-worker.ts';
import { createEnding } from '../../scripts/ending.ts';
import { assertPortIsFree, readPort } from '../../scripts/ports.ts';
import { startGateway } from '../../scripts/start-bundle.ts';
import { compose, type Subgraph } from './compose.ts';
import { type Deployment, readDeploymentsSdl, startDeployments } from './deployments.ts';
import { startHiveGateway } from './hive-gateway.ts';

const root = resolve(import.meta.dirname, '../..');
/** For the other routers, whose configurations are beside this file. */
const supergraphPath = 'dist/supergraph.graphql';
/** The addresses that those configurations name. */
const defaultPorts = { PORT: 4000, GATEWAY_PORT: 8787, DEPLOYMENTS_PORT: 4001 };
const minuteMs = 60_000;
const firstQuery =
  '{ deployments { service deployedAt testSession { name status account { name team } } } testSessions(first: 10) { nodes { name deployment { service } } } }';

const ending = createEnding();
try {
  await serve();
} catch (error) {
  await ending.end(1, error);
}

async function serve(): Promise<void> {
  const port = await takePort('PORT');
  const gatewayPort = await takePort('GATEWAY_PORT');
  const deploymentsPort = await takePort('DEPLOYMENTS_PORT');

  await buildWorker();
  const gateway = await startGateway({
    port: gatewayPort,
    vars: { PUBLIC_ACCESS: undefined, LOG_REQUESTS: '0' },
    emulator: { live: true },
  });
  ending.add(gateway.close);
  const sessionIds = gateway.emulator.addSessions([{ name: 'Checkout API' }, { name: 'Storefront E2E' }]);
  const deployments = await startDeployments(createDeployments(sessionIds), deploymentsPort);
  ending.add(deployments.close);

  const supergraph = compose('The Guild', [
    await readSubgraph(gateway.url),
    { name: 'deployments', url: `${deployments.url}/graphql`, sdl: await readDeploymentsSdl() },
  ]);
  await mkdir(resolve(root, 'dist'), { recursive: true });
  await writeFile(resolve(root, supergraphPath), supergraph);
  const router = await startHiveGateway(supergraph, port);
  ending.add(router.close);
  console.log(createReadyText({ router: router.url, gateway: gateway.url, deployments: deployments.url }));
}

async function takePort(variable: keyof typeof defaultPorts): Promise<number> {
  const port = readPort(variable, process.env[variable], defaultPorts[variable]);
  await assertPortIsFree(port, variable, 'npm run example:supergraph');
  return port;
}

/** As composition tools read it: without a credential, from the running gateway. */
async function readSubgraph(gatewayUrl: string): Promise<Subgraph> {
  const url = `${gatewayUrl}/graphql`;
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ _service { sdl } }' }),
  });
  const { data }: { data: { _service: { sdl: string } } } = await response.json();
  return { name: 'checkly', url, sdl: data._service.sdl };
}

/** One for each session, and one that no session checked. */
function createDeployments(sessionIds: readonly string[]): Deployment[] {
  const services: readonly (readonly [string, string | null])[] = [
    ['checkout', sessionIds[0] ?? null],
    ['storefront', sessionIds[1] ?? null],
    ['newsletter', null],
  ];
  return services.map(([service, sessionId], index) => ({
    id: `d${index + 1}`,
    service,
    deployedAt: new Date(Date.now() - (index + 1) * minuteMs).toISOString(),
    sessionId,
  }));
}

function createReadyText(urls: Readonly<Record<'router' | 'gateway' | 'deployments', string>>): string {
  return `
The supergraph is ready.

  Router       ${urls.router}  (Hive Gateway)
  Gateway      ${urls.gateway}/graphql  (the subgraph "checkly", with demo data)
  Deployments  ${urls.deployments}/graphql  (the made-up subgraph beside it)
  Supergraph   ${supergraphPath}

  curl -s ${urls.router} -H 'content-type: application/json' \\
    -H 'authorization: Bearer ${demoKey}' -H 'x-checkly-account: ${demoAccountId}' \\
    -d '${JSON.stringify({ query: firstQuery })}'

Ctrl-C ends it.
`;
}
