/** Relay's Node: what has a global id, and the root fields that find it. Written out, because the plugin for it weighs more than all our types. */

import type { SessionSource } from '../domain/session-detail.ts';
import { builder } from './builder.ts';
import type { ResolverContext } from './context.ts';
import { readGlobalId } from './global-id.ts';
import { takeLookUpCost } from './many-sessions.ts';

export const Node = builder.interfaceRef<object>('Node').implement({
  description: 'An object with an id that is unique among all types (Relay).',
  // The one type that is a Node.
  resolveType: () => 'TestSession',
  fields: (t) => ({
    id: t.id({ description: 'The global id.' }),
  }),
});

builder.queryField('node', (t) =>
  t.field({
    type: Node,
    nullable: true,
    description: 'Any object by its global id (Relay); null when there is none.',
    args: { id: t.arg.id({ required: true, description: 'The global id: the field `id` of an object.' }) },
    resolve: (_root, { id }, context, info) => {
      takeLookUpCost(context, info);
      return findNode(context, 'id', id);
    },
  }),
);

builder.queryField('nodes', (t) =>
  t.field({
    type: [Node],
    nullable: { list: false, items: true },
    description:
      'Objects by their global ids (Relay), in the order of the ids; null where there is none, and, with an error, where reading it failed.',
    args: { ids: t.arg.idList({ required: true, description: 'Global ids.' }) },
    resolve: (_root, { ids }, context, info) => {
      context.loaders();
      takeLookUpCost(context, info, ids.length);
      return ids.map((id, index) => findNode(context, `ids[${index}]`, id));
    },
  }),
);

async function findNode(
  context: ResolverContext,
  argument: string,
  id: string,
): Promise<SessionSource | null> {
  const reader = context.loaders();
  try {
    const sessionId = readGlobalId(argument, id);
    return sessionId === null ? null : await reader.findSession(sessionId);
  } catch (error) {
    return context.meter.fail(error);
  }
}
