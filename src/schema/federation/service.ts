/** `_service`: the subgraph as text, for composition tools. Needs no credential, as introspection does. */

import { subgraphWeight } from '../../limits.ts';
import { builder } from '../builder.ts';
import type { ResolverContext } from '../context.ts';

const Service = builder.objectRef<object>('_Service').implement({
  description: 'This gateway as a subgraph (Apollo Federation).',
  fields: (t) => ({
    sdl: t.string({
      description: 'Its schema with the directives of the federation.',
      extensions: { weight: subgraphWeight },
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
