/** Who started a session, as its list entry tells: the commit's owner, else the invoker. */

import type { SessionSummary } from '../domain/session.ts';
import { builder } from './builder.ts';
import { TestSession } from './session.ts';
import { fromSummary } from './session-fields.ts';

interface Starter {
  readonly name: string;
  readonly kind: 'COMMIT_OWNER' | 'INVOKER';
}

const TestSessionStarterKindEnum = builder.enumType('TestSessionStarterKind', {
  description: 'As what somebody started a test session.',
  values: {
    COMMIT_OWNER: { description: 'Made the commit: the name is what their tool wrote.' },
    INVOKER: { description: "A user of Checkly's: the name is as Checkly shows it." },
  } as const,
});

const TestSessionStarter = builder.objectRef<Starter>('TestSessionStarter').implement({
  description: 'Who started a test session.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'The name, as its kind has it.' }),
    kind: t.expose('kind', { type: TestSessionStarterKindEnum, description: 'Which of the two it is.' }),
  }),
});

function toStarter({ commitOwner, invoker }: SessionSummary): Starter | null {
  if (commitOwner !== null) return { name: commitOwner, kind: 'COMMIT_OWNER' };
  return invoker === null ? null : { name: invoker.name, kind: 'INVOKER' };
}

builder.objectField(TestSession, 'startedBy', (t) =>
  t.field({
    type: TestSessionStarter,
    nullable: true,
    description:
      "Who started the session: the commit's owner, else the invoker; null when Checkly knows neither.",
    resolve: fromSummary(toStarter),
  }),
);
