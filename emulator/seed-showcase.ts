// What a newcomer sees first: the newest failed sessions on main have an ordinary commit, and somebody with a
// picture who started them. What is odd in the seeded data stays further down.

import { createRandom, hashText } from './random.ts';
import { invokers } from './seed-vocabulary.ts';
import type { Session } from './session.ts';

const repoUrl = 'https://github.com/acme/storefront';
const [anna, , chidi] = invokers;

const showcase = [
  { message: 'fix: retry the payment webhook once', owner: 'anna', invoker: anna },
  { message: 'feat(cart): show shipping costs before checkout (#482)', owner: 'octocat', invoker: chidi },
  { message: 'ci: run the smoke tests on every preview', owner: 'anna', invoker: anna },
  { message: 'feat(search): list products in stock first', owner: 'anna', invoker: anna },
  { message: 'fix(login): keep the cart after signing in (#479)', owner: 'octocat', invoker: chidi },
  { message: 'test: wait for the toast and not for half a second', owner: 'octocat', invoker: chidi },
  { message: 'feat: lazy-load the product images', owner: 'anna', invoker: anna },
  { message: 'fix: send the receipt once (#476)', owner: 'octocat', invoker: chidi },
] as const;

/** The same sessions, newest first; the ones that still run count by how they will end. */
export function withShowcase(sessions: readonly Session[]): Session[] {
  const shown = sessions.filter(isFailedOnMain).slice(0, showcase.length);
  return sessions.map((session) => {
    const row = showcase[shown.indexOf(session)];
    return row === undefined ? session : dress(session, row);
  });
}

function isFailedOnMain({ endedStatus, fields }: Session): boolean {
  return endedStatus === 'FAILED' && fields.branchName === 'main';
}

function dress(session: Session, { message, owner, invoker }: (typeof showcase)[number]): Session {
  const commit = {
    repoUrl,
    // Chance of its own: the seed's goes on to every other session.
    commitId: createRandom(hashText(session.key)).hex(40),
    commitOwner: owner,
    commitMessage: message,
  };
  const { name, picture } = invoker;
  return {
    ...session,
    invokerId: invoker.id,
    fields: { ...session.fields, ...commit, invoker: { name, picture } },
  };
}
