/** The filter of `testSessions` as GraphQL types and descriptions. What an argument takes is in `domain/filter.ts`. */

import type { FilterArgument } from '../domain/filter.ts';
import { maxSearchLength, minSearchLength } from '../limits.ts';
import { builder } from './builder.ts';
import { TestSessionProviderEnum, TestSessionStatusEnum } from './enums.ts';

const TestSessionDurationFilter = builder.inputType('TestSessionDurationFilter', {
  description: 'A range of durations, in milliseconds; what is left out or null is open.',
  fields: (t) => ({
    min: t.float({ description: 'At least this long.' }),
    max: t.float({ description: 'At most this long.' }),
  }),
});

/** Of what the gateway compares. */
const compared = `Compared by the gateway, page after page: see \`searched\`, and what it costs in \`testSessions\`.`;

export const TestSessionFilter = builder.inputType('TestSessionFilter', {
  description:
    'Which test sessions; what is left out, null, an empty list or an empty text does not restrict.',
  // A forgotten argument fails the type check, and so does one that the table lacks.
  fields: (t) =>
    ({
      userNames: t.stringList({
        description:
          'By any of these members of the account: their names, to the letter, which stand for their ids in `users`. One more call for each hundred members (at most 500), kept for an hour; a name that no member has, or several have, is an error.',
      }),
      from: t.field({ type: 'DateTime', description: 'Created at this moment or later.' }),
      to: t.field({ type: 'DateTime', description: 'Created before this moment.' }),
      createdWithin: t.field({
        type: 'Duration',
        description:
          'Created within this time before now, such as `PT24H`. The start is rounded down to the minute and stays as it was for all pages of a connection. Not together with `from`.',
      }),
      statuses: t.field({ type: [TestSessionStatusEnum], description: 'In any of these states.' }),
      branches: t.stringList({ description: 'On any of these branches.' }),
      users: t.stringList({
        description: 'By any of these users: a commit owner, or the id of the invoking user.',
      }),
      includeWithoutUser: t.boolean({
        description: 'With `users`: also sessions that have neither a commit owner nor an invoking user.',
      }),
      providers: t.field({ type: [TestSessionProviderEnum], description: 'Started by any of these.' }),
      search: t.string({
        description: `A text that occurs in the session's text fields, ${minSearchLength} to ${maxSearchLength} characters; an emoji counts as one (code points).`,
      }),
      errorGroupId: t.id({ description: 'In which this error occurred.' }),
      commits: t.stringList({
        description: `For any of these commits: their ids, or beginnings of them, of 7 to 40 hexadecimal digits. Checkly's text search finds one commit with its first page; else, and for several, it is compared by the gateway, page after page: see \`searched\`.`,
      }),
      environments: t.stringList({ description: `Of any of these environments, to the letter. ${compared}` }),
      projectIds: t.idList({
        description: `Of any of these projects of Checkly's command line. ${compared}`,
      }),
      names: t.stringList({ description: `Under any of these names, to the letter. ${compared}` }),
      invokers: t.stringList({
        description: `Started by any of these users of Checkly's: their names, to the letter. ${compared}`,
      }),
      durationMs: t.field({
        type: TestSessionDurationFilter,
        description: `Of such a duration, both ends included: sessions that have ended. ${compared}`,
      }),
    }) satisfies Record<FilterArgument | 'userNames', unknown>,
});
