/** `testSessionResult`. */

import { resultDetails } from '../domain/result-detail.ts';
import { uuidPattern } from '../domain/uuid.ts';
import { InputError } from '../errors/input-error.ts';
import { builder } from './builder.ts';
import { applied, cost } from './directives.ts';
import { readAnyId } from './global-id.ts';
import { TestSessionResult } from './result.ts';

builder.queryField('testSessionResult', (t) =>
  t.field({
    type: TestSessionResult,
    nullable: true,
    description:
      'One result of a test session, at one read of Checkly, its `detail` included; null when the account has none of these ids.',
    extensions: { ...applied(cost(2)), comesWith: 'result' },
    args: {
      sessionId: t.arg.id({ required: true, description: "The session's `sessionId`, or its global `id`." }),
      id: t.arg.id({ required: true, description: "The result's `id`." }),
    },
    resolve: async (_root, { sessionId: session, id }, context) => {
      const sessionId = readAnyId('sessionId', session);
      if (!uuidPattern.test(id)) throw new InputError('id', "must be Checkly's id of a result, a UUID");
      const detail = await context.loaders().load(resultDetails, { sessionId, resultId: id.toLowerCase() });
      return detail === null ? null : { ...detail, sessionId, detail };
    },
  }),
);
