/** Hive Gateway's configuration, as its command line reads it; `serve.ts` and the tests run it as it stands. */
import type { GatewayConfigSupergraph } from '@graphql-hive/gateway-runtime';

const credentialHeaders = ['authorization', 'x-checkly-account'];
/** More than the gateway takes itself (REQUEST_TIMEOUT_MS): what it has by then is an answer, this is none. */
const subgraphTimeoutMs = 30_000;

export const gatewayConfig: GatewayConfigSupergraph = {
  supergraph: 'supergraph.graphql',
  propagateHeaders: {
    // Only the gateway for Checkly gets to see the credential.
    fromClientToSubgraphs: ({ request, subgraphName }) =>
      subgraphName.toLowerCase() === 'checkly' ? pickCredential(request.headers) : {},
  },
  upstreamTimeout: () => subgraphTimeoutMs,
};

function pickCredential(headers: Headers): Record<string, string> {
  return Object.fromEntries(
    credentialHeaders.flatMap((name) => {
      const value = headers.get(name);
      return value === null ? [] : [[name, value]];
    }),
  );
}
