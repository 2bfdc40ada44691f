// Who and what a seeded session came from: its commit, and the person who started it.

import type { Random } from './random.ts';
import * as words from './seed-vocabulary.ts';

/** The five commit fields of an entry. A scheduled or triggered session often has none of them. */
export function seedCommit(random: Random, provider: string) {
  const lacksCommit = random.chance(provider === 'TRIGGER' || provider === 'API' ? 0.4 : 0.04);
  if (lacksCommit) {
    return {
      repoUrl: null,
      commitId: null,
      commitOwner: null,
      commitMessage: null,
      branchName: random.chance(0.3) ? 'main' : null,
    };
  }
  return {
    repoUrl: random.pickWeighted(words.repoUrls),
    commitId: random.chance(0.03) ? null : random.hex(random.chance(0.1) ? 7 : 40),
    commitOwner: random.chance(0.08) ? null : random.pick(words.commitOwners),
    commitMessage: random.pickWeighted([
      [92, random.pick(words.commitMessages)],
      [2, words.longCommitMessage],
      [6, null],
    ]),
    branchName: random.pickWeighted([
      [46, 'main'],
      [16, 'develop'],
      [35, random.pick(words.featureBranches)],
      [3, null],
    ]),
  };
}

/** The hidden id, and the `invoker` field: an object, null, or absent. */
export function seedInvoker(random: Random) {
  const person = random.pick(words.invokers);
  const shown = random.next();
  if (shown < 0.2) return { invokerId: null, invoker: null };
  if (shown < 0.3) return { invokerId: null };
  // Known by id, but the person has left the account: no name to show.
  if (shown < 0.33) return { invokerId: person.id, invoker: null };
  return { invokerId: person.id, invoker: { name: person.name, picture: person.picture } };
}
