/** Apollo Server on its own HTTP server: `node apollo.js <port> <upstream>`. */
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { createPlainResolvers, plainTypeDefs } from '../plain-schema.ts';
import { toContext } from './context.js';

const [port, upstreamUrl] = process.argv.slice(2);
const server = new ApolloServer({ typeDefs: plainTypeDefs, resolvers: createPlainResolvers() });
await startStandaloneServer(server, {
  listen: { port: Number(port), host: '127.0.0.1' },
  context: async ({ req }) => toContext(upstreamUrl, req.headers),
});
