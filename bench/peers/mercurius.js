/** mercurius on Fastify, compiling a query at its first run: `node mercurius.js <port> <upstream>`. */
import fastify from 'fastify';
import mercurius from 'mercurius';
import { createPlainResolvers, plainTypeDefs } from '../plain-schema.ts';
import { toContext } from './context.js';

const [port, upstreamUrl] = process.argv.slice(2);
const app = fastify();
await app.register(mercurius, {
  schema: plainTypeDefs,
  resolvers: createPlainResolvers(),
  jit: 1,
  context: ({ headers }) => toContext(upstreamUrl, headers),
});
await app.listen({ port: Number(port), host: '127.0.0.1' });
