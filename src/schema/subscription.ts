/** The one subscription: a session's end, once. */

import { builder } from './builder.ts';
import { readAnyId } from './global-id.ts';
import { TestSession } from './session.ts';

builder.subscriptionType({
  description: 'What can be waited for, over server-sent events or `multipart/mixed;subscriptionSpec=1.0`.',
});

builder.subscriptionField('testSessionCompleted', (t) =>
  t.field({
    type: TestSession,
    nullable: true,
    description:
      'The session, once it has ended: at once when it has already. One event, then the stream is complete. Null when there is no such session, and, with an error, when it still runs after the longest time that the gateway waits (10 minutes, unless its operator changed it): subscribe again.',
    args: {
      id: t.arg.id({
        required: true,
        description: "Checkly's own id of the session (`sessionId`), or its global id (`id`).",
      }),
    },
    subscribe: (_root, { id }, context) => context.watchCompletion(readAnyId('id', id)),
    resolve: (event) => {
      switch (event.kind) {
        case 'completed':
          return event.session;
        case 'unknown':
          return null;
        case 'failed':
          throw event.error;
      }
    },
  }),
);
