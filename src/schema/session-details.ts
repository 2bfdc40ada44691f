/** What a session tells of its errors and results: read one by one, and priced for it. */

import { builder } from './builder.ts';
import { applied, cost, semanticNonNull } from './directives.ts';
import { TestSessionErrorGroup, toErrorGroups } from './error-group.ts';
import { TestSessionResult, toResult } from './result.ts';
import { TestSession } from './session.ts';
import { fromDetail, fromFacts } from './session-fields.ts';

builder.objectFields(TestSession, (t) => ({
  errorGroups: t.field({
    type: [TestSessionErrorGroup],
    description:
      'The errors that occurred in the session. Their ids cost nothing; anything more is one read for each error, see `results` for the limit in lists.',
    resolve: fromFacts(({ errorGroupIds }) => toErrorGroups(errorGroupIds)),
  }),
  results: t.field({
    type: [TestSessionResult],
    nullable: { list: true, items: true },
    extensions: applied(semanticNonNull([0, 1]), cost(5)),
    description:
      "The session's check runs, attempts included. One read of Checkly for each session: below a list, `first` is limited accordingly (25, unless the gateway's operator changed it).",
    resolve: fromDetail(({ results }) => results.map(toResult)),
  }),
}));
