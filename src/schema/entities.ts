/** `_entities`: how routers read sessions that other subgraphs named. One bad or failing session costs its own place. */

import type { SessionSource } from '../domain/session-source.ts';
import type { Loaders } from '../loaders/loaders.ts';
import { builder } from './builder.ts';
import { parseRepresentation, readRepresentation } from './representation.ts';
import { TestSession } from './session.ts';

const Any = builder.scalarType('_Any', {
  description:
    'The name of a type and one of its keys, such as `{__typename: "TestSession", sessionId: "…"}`.',
  serialize: (value) => value,
  parseValue: parseRepresentation,
});

const Entity = builder.unionType('_Entity', {
  description: 'The entities that this gateway resolves.',
  types: [TestSession],
  resolveType: () => TestSession,
});

builder.queryField('_entities', (t) =>
  t.field({
    type: [Entity],
    nullable: { list: false, items: true },
    description:
      'For routers. Null where there is no such session, and, with an error, where reading it failed.',
    args: {
      representations: t.arg({ type: [Any], required: true, description: 'Which entities.' }),
    },
    resolve: (_root, { representations }, context) => {
      const reader = context.loaders();
      return representations.map((value, index) => findEntity(reader, `representations[${index}]`, value));
    },
  }),
);

async function findEntity(reader: Loaders, argument: string, value: object): Promise<SessionSource | null> {
  const sessionId = readRepresentation(argument, value);
  return sessionId === null ? null : reader.findSession(sessionId);
}
