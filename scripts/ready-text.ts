/** What `npm start` prints when all is up. Text only. */
import type { StartMode } from './start-mode.ts';

const firstQuery =
  '{ testSessions(filter: {statuses: [FAILED], branches: ["main"]}, first: 5) { edges { cursor node { name status invoker { name picture } commit { sha message branch } } } pageInfo { hasNextPage endCursor } } }';

export function createReadyText(mode: StartMode, gatewayPort: number): string {
  const dashboardUrl = `http://localhost:${gatewayPort}/`;
  const graphqlUrl = `${dashboardUrl}graphql`;
  const curl = (headers: string) =>
    `curl -s ${graphqlUrl} -H 'content-type: application/json'${headers} \\\n    -d '${JSON.stringify({ query: firstQuery })}'`;
  const lines =
    mode.kind === 'emulator'
      ? [
          `  Dashboard  ${dashboardUrl}`,
          `  GraphiQL   ${graphqlUrl}`,
          `  Emulator   ${mode.vars.CHECKLY_API_URL}  (stands in for Checkly, with demo data)`,
          '',
          `  ${curl('')}`,
        ]
      : [
          `  Dashboard  ${dashboardUrl}`,
          `  GraphiQL   ${graphqlUrl}`,
          `  Upstream   ${new URL(mode.upstreamUrl).host}  (CHECKLY_API_URL in .dev.vars)`,
          '',
          '  Each request brings its own credential: a token of GATEWAY_TOKENS as "authorization: Bearer gw_…",',
          '  or "authorization: Bearer <Checkly API key>" with "x-checkly-account: <account id>".',
          '',
          `  ${curl(" -H 'authorization: Bearer …' -H 'x-checkly-account: …'")}`,
        ];
  return ['', 'The gateway is ready.', '', ...lines, '', 'Ctrl-C ends it.', ''].join('\n');
}
