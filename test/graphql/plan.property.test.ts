/** A plan answers as graphql-js does, to the byte: random documents over the whole schema, cold and warm. */

import fc from 'fast-check';
import type { GraphQLSchema } from 'graphql';
import { beforeAll, describe, expect, test } from 'vitest';
import { schema } from '../../src/schema/schema.ts';
import { compareExecutions, createTally } from './compare-executions.ts';
import type { Random } from './random.ts';
import { createRandomContext, createRandomSchema } from './random-schema.ts';
import { createRandomWorld, type World } from './random-world.ts';

const documents = 1_000;

// graphql-js leaves the promises of a list alone when a later item fails at once, and a plan does as it does.
beforeAll(() => void process.removeAllListeners('unhandledRejection').on('unhandledRejection', () => {}));

describe('a plan answers as graphql-js does', () => {
  test.each<[string, GraphQLSchema, (random: Random) => World]>([
    ["over sessions and errors, by the gateway's resolvers", schema, createRandomWorld],
    ['over resolvers that do anything', createRandomSchema(), createRandomContext],
  ])('%s', { timeout: 60_000 }, async (_name, of, createWorld) => {
    const tally = createTally();
    await fc.assert(
      fc.asyncProperty(fc.integer(), (seed) => compareExecutions(of, createWorld, seed, tally)),
      { numRuns: documents, endOnFailure: true },
    );
    // The comparison is worth something as long as most documents are valid, covered, and answered with and without errors.
    expect(tally.invalid).toBeLessThan(documents / 20);
    expect(tally.refused).toBeLessThan(tally.executions / 4);
    expect(tally.uncovered).toBeLessThan(tally.executions / 50);
    expect(tally.withErrors).toBeGreaterThan(tally.executions / 4);
    expect(tally.withData).toBeGreaterThan(tally.executions / 4);
  });
});
