/** `_entities`: how routers read what other subgraphs named. One bad or failing entity costs its own place. */

import * as v from 'valibot';
import { errorGroups } from '../../domain/error-group.ts';
import type { SessionSource } from '../../domain/session-detail.ts';
import { uuidPattern } from '../../domain/uuid.ts';
import { InputError } from '../../errors/input-error.ts';
import { type AccountSource, ChecklyAccount } from '../account.ts';
import { builder } from '../builder.ts';
import type { ResolverContext } from '../context.ts';
import { type ErrorGroupSource, TestSessionErrorGroup } from '../error-group.ts';
import { readGlobalId, readSessionId } from '../global-id.ts';
import { takeLookUpCost } from '../many-sessions.ts';
import { TestSession } from '../session.ts';

const Any = builder.scalarType('_Any', {
  description:
    'The name of a type and one of its keys, such as `{__typename: "TestSession", sessionId: "…"}`.',
  serialize: (value) => value,
  parseValue: parseRepresentation,
});

const Entity = builder.unionType('_Entity', {
  description: 'The entities that this gateway resolves.',
  types: [TestSession, TestSessionErrorGroup, ChecklyAccount],
  resolveType(entity) {
    if ('errorGroupId' in entity) return TestSessionErrorGroup;
    return 'sessionId' in entity ? TestSession : ChecklyAccount;
  },
});

builder.queryField('_entities', (t) =>
  t.field({
    type: [Entity],
    nullable: { list: false, items: true },
    description:
      'For routers. Null where there is no such session or error, and, with an error, where reading it failed.',
    args: {
      representations: t.arg({ type: [Any], required: true, description: 'Which entities.' }),
    },
    resolve: (_root, { representations }, context, info) => {
      context.loaders();
      takeLookUpCost(context, info, representations.length);
      return representations.map((value, index) => findEntity(context, `representations[${index}]`, value));
    },
  }),
);

async function findEntity(
  context: ResolverContext,
  argument: string,
  value: object,
): Promise<SessionSource | ErrorGroupSource | AccountSource | null> {
  try {
    const read = readRepresentation(argument, value);
    if (read !== null && typeof read === 'object' && 'errorGroupId' in read)
      return await findErrorGroup(context, read.errorGroupId);
    return typeof read === 'string' ? await context.loaders().findSession(read) : read;
  } catch (error) {
    return context.meter.fail(error);
  }
}

async function findErrorGroup(
  context: ResolverContext,
  errorGroupId: string,
): Promise<ErrorGroupSource | null> {
  const group = await context.loaders().load(errorGroups, errorGroupId);
  return group === null ? null : { errorGroupId, group };
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
 * Checkly's id of the session that is meant, or an error or an account; null for a global id of something else.
 * @throws InputError naming `argument`: another type, or none of the keys, or a malformed one.
 */
function readRepresentation(
  argument: string,
  value: unknown,
): string | Pick<ErrorGroupSource, 'errorGroupId'> | AccountSource | null {
  const decoded = v.safeParse(representationSchema, value);
  if (!decoded.success)
    throw new InputError(argument, 'must have __typename, and `id` or `sessionId` as texts');
  const { __typename: typeName, id, sessionId } = decoded.output;
  if (typeName === 'ChecklyAccount' && id !== null) return { id };
  if (typeName === 'TestSessionErrorGroup' && id !== null) {
    if (uuidPattern.test(id)) return { errorGroupId: id.toLowerCase() };
    throw new InputError(`${argument}.id`, "must be Checkly's id of an error, a UUID");
  }
  if (typeName !== 'TestSession')
    throw new InputError(argument, 'is not of an entity that this subgraph resolves, with its key');
  if (sessionId !== null) return readSessionId(`${argument}.sessionId`, sessionId);
  if (id !== null) return readGlobalId(`${argument}.id`, id);
  throw new InputError(argument, 'must have `id` or `sessionId`');
}
