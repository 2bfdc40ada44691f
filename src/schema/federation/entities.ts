/** `_entities`: how routers read what other subgraphs named. One bad or failing entity costs its own place. */

import * as v from 'valibot';
import type { SessionSource } from '../../domain/session-detail.ts';
import { InputError } from '../../errors/input-error.ts';
import { type AccountSource, ChecklyAccount } from '../account.ts';
import { builder } from '../builder.ts';
import type { ResolverContext } from '../context.ts';
import { readGlobalId, readSessionId } from '../global-id.ts';
import { TestSession } from '../session.ts';

const Any = builder.scalarType('_Any', {
  description:
    'The name of a type and one of its keys, such as `{__typename: "TestSession", sessionId: "…"}`.',
  serialize: (value) => value,
  parseValue: parseRepresentation,
});

const Entity = builder.unionType('_Entity', {
  description: 'The entities that this gateway resolves.',
  types: [TestSession, ChecklyAccount],
  resolveType: (entity) => ('sessionId' in entity ? TestSession : ChecklyAccount),
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
      context.loaders();
      return representations.map((value, index) => findEntity(context, `representations[${index}]`, value));
    },
  }),
);

async function findEntity(
  context: ResolverContext,
  argument: string,
  value: object,
): Promise<SessionSource | AccountSource | null> {
  try {
    const read = readRepresentation(argument, value);
    return typeof read === 'string' ? await context.loaders().findSession(read) : read;
  } catch (error) {
    return context.meter.fail(error);
  }
}

const representationSchema = v.looseObject({
  __typename: v.string(),
  id: v.nullish(v.string(), null),
  sessionId: v.nullish(v.string(), null),
});

/** A representation as the `_Any` scalar takes it. @throws Error when it is no object or names no type. */
function parseRepresentation(value: unknown): object {
  if (typeof value === 'object' && value !== null && '__typename' in value) return value;
  throw new Error('_Any takes an object with __typename.');
}

/**
 * Checkly's id of the session that is meant, or an account; null for a global id of something else.
 * @throws InputError naming `argument`: another type, or none of the keys, or a malformed one.
 */
function readRepresentation(argument: string, value: unknown): string | AccountSource | null {
  const decoded = v.safeParse(representationSchema, value);
  if (!decoded.success)
    throw new InputError(argument, 'must have __typename, and `id` or `sessionId` as texts');
  const { __typename: typeName, id, sessionId } = decoded.output;
  if (typeName === 'ChecklyAccount' && id !== null) return { id };
  if (typeName !== 'TestSession')
    throw new InputError(argument, 'is not of an entity that this subgraph resolves, with its key');
  if (sessionId !== null) return readSessionId(`${argument}.sessionId`, sessionId);
  if (id !== null) return readGlobalId(`${argument}.id`, id);
  throw new InputError(argument, 'must have `id` or `sessionId`');
}
