// Seeded error groups: what failed sessions point at.

import type { ErrorGroup } from './error-group.ts';
import type { Random } from './random.ts';
import { errorMessages } from './seed-vocabulary.ts';
import { toIso } from './session.ts';

const dayMs = 86_400_000;

export function seedErrorGroups(random: Random, count: number, nowMs: number): ErrorGroup[] {
  return Array.from({ length: count }, () => seedErrorGroup(random, random.uuid(), nowMs));
}

/** A group with all its fields, in a project of its own; which of them are null or absent is random. */
export function seedErrorGroup(random: Random, id: string, nowMs: number): ErrorGroup {
  const cleaned = random.pick(errorMessages);
  const firstSeenMs = nowMs - random.integer(2, 60) * dayMs;
  const fields = {
    id,
    projectId: random.chance(0.2) ? null : random.uuid(),
    environments: random.chance(0.1) ? null : ['production', 'staging'].slice(0, random.integer(0, 2)),
    errorHash: random.hex(40),
    rawErrorMessage: random.chance(0.1)
      ? null
      : `\u001b[31m${cleaned}\u001b[39m\n    at tests/shop.spec.ts:42:7`,
    cleanedErrorMessage: cleaned,
    firstSeen: toIso(firstSeenMs),
    lastSeen: toIso(nowMs - random.integer(0, dayMs)),
    archivedUntilNextEvent: random.chance(0.1),
    pwtMetadata: random.chance(0.5) ? null : [createPlaywrightMetadata(random)],
  };
  const analyses = random.chance(0.7) ? {} : { rootCauseAnalyses: [createAnalysis(random, firstSeenMs)] };
  return { key: id, lastSeenMs: Date.parse(fields.lastSeen), fields: { ...fields, ...analyses } };
}

function createPlaywrightMetadata(random: Random) {
  return {
    projectName: random.pick(['chromium', 'webkit']),
    specId: 'f6d1a0c3b5e94721-8a2c4e60d7b91f35',
    testFile: 'tests/shop.spec.ts',
    testTitle: 'finds a product',
    suitePath: ['shop', 'search'].slice(0, random.integer(0, 2)),
  };
}

function createAnalysis(random: Random, createdAtMs: number) {
  return {
    id: random.uuid(),
    created_at: toIso(createdAtMs),
    analysis: random.chance(0.3)
      ? null
      : {
          classification: 'Infrastructure',
          rootCause: 'The host refused.',
          userImpact: 'Nobody could pay.',
          codeFix: null,
        },
    provider: 'checkly',
    model: null,
    durationMs: random.integer(800, 30_000),
    userContext: null,
  };
}
