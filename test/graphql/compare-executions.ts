/** Executes a random document by its plan and by graphql-js, over worlds that a seed makes the same, and compares all there is to see. */

import {
  type DocumentNode,
  type ExecutionResult,
  execute,
  type GraphQLSchema,
  getOperationAST,
  getVariableValues,
  parse,
  validate,
} from 'graphql';
import { expect } from 'vitest';
import { executeQuery } from '../../src/graphql/plan/plan.ts';
import { createDocumentPlans, type DocumentPlans } from '../../src/graphql/plan/plans.ts';
import { createRandom, type Random } from './random.ts';
import { createRandomDocument, type RandomDocument } from './random-document.ts';
import type { World } from './random-world.ts';

/** What became of the documents of a run. */
export interface Tally {
  documents: number;
  invalid: number;
  executions: number;
  /** Of wrong variables: nobody executes them. */
  refused: number;
  /** Of what goes through graphql-js. */
  uncovered: number;
  withErrors: number;
  withData: number;
}

export function createTally(): Tally {
  return { documents: 0, invalid: 0, executions: 0, refused: 0, uncovered: 0, withErrors: 0, withData: 0 };
}

/** Executions of each document: the first one is cold, and the others choose other variables and worlds. */
const executionsOfDocument = 5;

/** @throws AssertionError with the document and both answers, when they differ */
export async function compareExecutions(
  schema: GraphQLSchema,
  createWorld: (random: Random) => World,
  seed: number,
  tally: Tally,
): Promise<void> {
  const random = createRandom(seed);
  const asked = createRandomDocument(schema, random);
  const document = parse(asked.text, { maxTokens: 20_000 });
  tally.documents += 1;
  if (validate(schema, document).length > 0) {
    tally.invalid += 1;
    return;
  }
  const plans = createDocumentPlans(schema, document, () => {});
  for (let time = 0; time < executionsOfDocument; time += 1) {
    const variables = asked.variables.values(random);
    const worldSeed = random.below(2 ** 31);
    await compareOnce(
      { schema, asked, document, plans, variables },
      () => createWorld(createRandom(worldSeed)),
      tally,
    );
  }
}

interface Comparison {
  readonly schema: GraphQLSchema;
  readonly asked: RandomDocument;
  readonly document: DocumentNode;
  readonly plans: DocumentPlans;
  readonly variables: Record<string, unknown>;
}

async function compareOnce(
  { schema, asked, document, plans, variables }: Comparison,
  createWorld: () => World,
  tally: Tally,
): Promise<void> {
  const { operationName, text } = asked;
  const definitions = getOperationAST(document, operationName)?.variableDefinitions ?? [];
  const { coerced } = getVariableValues(schema, definitions, variables);
  const plan = coerced === undefined ? null : plans.find(operationName, coerced);
  tally.executions += 1;
  if (coerced === undefined) tally.refused += 1;
  else if (plan === null) tally.uncovered += 1;
  if (coerced === undefined || plan === null) return;
  const expected = await observe(createWorld(), (contextValue) =>
    execute({ schema, document, operationName, variableValues: variables, contextValue }),
  );
  const actual = await observe(createWorld(), (contextValue) => executeQuery(plan, contextValue, coerced));
  if (expected.json.startsWith('{"errors"')) tally.withErrors += 1;
  if (!expected.json.includes('"data":null')) tally.withData += 1;
  if (actual.json === expected.json && actual.calls.join('\n') === expected.calls.join('\n')) return;
  expect({ text, variables, ...actual }).toEqual({ text, variables, ...expected });
}

interface Observation {
  readonly json: string;
  readonly isAtOnce: boolean;
  /** Also of what went on after the answer. */
  readonly calls: readonly string[];
}

async function observe(
  { contextValue, calls }: World,
  run: (contextValue: unknown) => ExecutionResult | Promise<ExecutionResult>,
): Promise<Observation> {
  const result = run(contextValue);
  const isAtOnce = !(result instanceof Promise);
  const json = JSON.stringify(await result);
  for (let tick = 0; tick < lastTick; tick += 1) await null;
  return { json, isAtOnce, calls };
}

/** Long enough for every promise of a world. */
const lastTick = 60;
