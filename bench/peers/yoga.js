/** Yoga as it comes, on Node's HTTP server: `node yoga.js <port> <upstream>`. */
import { createServer } from 'node:http';
import { createSchema, createYoga } from 'graphql-yoga';
import { createPlainResolvers, plainTypeDefs } from '../plain-schema.ts';
import { toContext } from './context.js';

const [port, upstreamUrl] = process.argv.slice(2);
const yoga = createYoga({
  schema: createSchema({ typeDefs: plainTypeDefs, resolvers: createPlainResolvers() }),
  context: ({ req }) => toContext(upstreamUrl, req.headers),
  logging: false,
  graphiql: false,
});
createServer(yoga).listen(Number(port), '127.0.0.1');
