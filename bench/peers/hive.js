/**
 * Hive Gateway over the upstream's OpenAPI description, composed at its start: `node hive.js <port> <upstream>`.
 * Its own schema has one field for each route; additional resolvers give it the connection that everybody answers with.
 */
import { createServer } from 'node:http';
import { resolve } from 'node:path';
import { createGatewayRuntime } from '@graphql-hive/gateway-runtime';
import { composeSubgraphs } from '@graphql-mesh/fusion-composition';
import rest from '@graphql-mesh/transport-rest';
import { loadOpenAPISubgraph } from '@omnigraph/openapi';
import { createPlainResolvers, plainTypeDefs } from '../plain-schema.ts';

const [port, upstreamUrl] = process.argv.slice(2);

const silent = { log() {}, debug() {}, info() {}, warn() {}, error: console.error, child: () => silent };
const { name, schema$ } = loadOpenAPISubgraph('checkly', {
  source: resolve(import.meta.dirname, '../../emulator/openapi.json'),
  endpoint: upstreamUrl,
  // Else every field is a union of its answer and its errors.
  ignoreErrorResponses: true,
  queryStringOptions: { arrayFormat: 'brackets' },
  operationHeaders: {
    authorization: "{context.headers['authorization']}",
    'x-checkly-account': "{context.headers['x-checkly-account']}",
  },
})({ fetch, cwd: import.meta.dirname, logger: silent });
const { supergraphSdl, errors = [] } = composeSubgraphs([{ name, schema: await schema$ }]);
if (errors.length > 0) throw new AggregateError(errors);

const selectionSet =
  '{ entries { id name status invoker { name picture } commitId commitMessage branchName } nextId }';

async function readPage({ filter, first, after }, context, info) {
  const args = {
    limit: first,
    statuses: filter?.statuses,
    branches: filter?.branches,
    nextId: after === undefined ? undefined : atob(after),
  };
  return context[name].Query.getV1Testsessions({ args, context, info, selectionSet });
}

const gateway = createGatewayRuntime({
  supergraph: supergraphSdl,
  transports: { rest },
  logging: false,
  additionalTypeDefs: plainTypeDefs.replace('type Query', 'extend type Query'),
  additionalResolvers: createPlainResolvers(readPage),
});
createServer(gateway).listen(Number(port), '127.0.0.1');
