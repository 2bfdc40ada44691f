/** A plain GraphQL server of the same runtime: Yoga as it comes, over the plain schema. Caches nothing. */

import { createSchema, createYoga } from 'graphql-yoga';
import { createPlainResolvers, type PlainContext, plainTypeDefs } from '../plain-schema.ts';

interface YogaEnv {
  readonly CHECKLY_API_URL: string;
}

const yoga = createYoga<YogaEnv, PlainContext>({
  schema: createSchema<YogaEnv & PlainContext>({
    typeDefs: plainTypeDefs,
    resolvers: createPlainResolvers(),
  }),
  context: ({ request, CHECKLY_API_URL }) => ({
    upstreamUrl: CHECKLY_API_URL,
    headers: {
      authorization: request.headers.get('authorization') ?? '',
      'x-checkly-account': request.headers.get('x-checkly-account') ?? '',
    },
  }),
  logging: false,
  graphiql: false,
});

export default { fetch: (request: Request, env: YogaEnv) => yoga.fetch(request, env) };
