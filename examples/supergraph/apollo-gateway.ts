/** Apollo Gateway over a supergraph, as a platform team would set it up: Checkly's credential comes with each request. */
import { ApolloGateway, RemoteGraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import type { Router } from './router.ts';

interface Credential {
  readonly authorization?: string;
  readonly 'x-checkly-account'?: string;
}

export async function startApolloGateway(supergraphSdl: string): Promise<Router> {
  const server = new ApolloServer<Credential>({
    gateway: new ApolloGateway({
      supergraphSdl,
      buildService: ({ name, url = '' }) =>
        name === 'checkly' ? createChecklySource(url) : new RemoteGraphQLDataSource({ url }),
    }),
  });
  const { url } = await startStandaloneServer(server, {
    listen: { port: 0, host: '127.0.0.1' },
    context: async ({ req }) => ({
      ...pick('authorization', req.headers.authorization),
      ...pick('x-checkly-account', req.headers['x-checkly-account']),
    }),
  });
  return { url, close: () => server.stop() };
}

/** Only the gateway for Checkly gets to see the credential. */
function createChecklySource(url: string): RemoteGraphQLDataSource<Credential> {
  return new RemoteGraphQLDataSource<Credential>({
    url,
    willSendRequest({ request, context }) {
      for (const [name, value] of Object.entries(context)) request.http?.headers.set(name, value);
    },
  });
}

function pick(name: keyof Credential, value: string | string[] | undefined): Credential {
  return typeof value === 'string' ? { [name]: value } : {};
}
