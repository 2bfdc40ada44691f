/** `_service`: the subgraph as text, for composition tools. Needs no credential, as introspection does. */

import { builder } from '../builder.ts';
import type { ResolverContext } from '../context.ts';

/** Its 35,000 characters, at nine a field: nobody needs a credential for it, and 330 aliases of it were an answer of 11 MB. */
const weight = 4_000;

const Service = builder.objectRef<object>('_Service').implement({
  description: 'This gateway as a subgraph (Apollo Federation).',
  fields: (t) => ({
    sdl: t.string({
      description: 'Its schema with the directives of the federation.',
      extensions: { weight },
      resolve: (_service, _args, { subgraphSdl }: ResolverContext) => subgraphSdl,
    }),
  }),
});

builder.queryField('_service', (t) =>
  t.field({
    type: Service,
    description: 'For composition tools.',
    resolve: () => ({}),
  }),
);
