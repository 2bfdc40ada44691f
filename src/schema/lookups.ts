/** Sessions by id: `testSession`, `node` and `nodes`. What does not exist is null; one bad id costs its own place. */

import type { SessionSource } from '../domain/session-source.ts';
import { builder } from './builder.ts';
import type { ResolverContext } from './context.ts';
import { applied, cost } from './directives.ts';
import { Node } from './node.ts';
import { TestSession } from './session.ts';
import { readAnyId, readGlobalId } from './session-id.ts';

builder.queryField('testSession', (t) =>
  t.field({
    type: TestSession,
    nullable: true,
    description: 'One test session; null when the account has none of this id.',
    extensions: applied(cost(2)),
    args: {
      id: t.arg.id({
        required: true,
        description: "Checkly's own id of the session (`sessionId`), or its global id (`id`).",
      }),
    },
    resolve: (_root, { id }, context) => context.loaders().findSession(readAnyId('id', id)),
  }),
);

builder.queryField('node', (t) =>
  t.field({
    type: Node,
    nullable: true,
    description: 'Any object by its global id (Relay); null when there is none.',
    args: { id: t.arg.id({ required: true, description: 'The global id: the field `id` of an object.' }) },
    resolve: (_root, { id }, context) => findNode(context, 'id', id),
  }),
);

builder.queryField('nodes', (t) =>
  t.field({
    type: [Node],
    nullable: { list: false, items: true },
    description:
      'Objects by their global ids (Relay), in the order of the ids; null where there is none, and, with an error, where reading it failed.',
    args: { ids: t.arg.idList({ required: true, description: 'Global ids.' }) },
    resolve: (_root, { ids }, context) => {
      context.loaders();
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
  const sessionId = readGlobalId(argument, id);
  return sessionId === null ? null : reader.findSession(sessionId);
}
