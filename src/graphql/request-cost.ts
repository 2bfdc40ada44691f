/**
 * Each request's cost, known before it is executed and remembered with its document, and the refusal of what costs
 * too much, of anybody or of this client for now. Both ways of execution ask here.
 */

import { type DocumentNode, GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { type ClientLimit, clientRefusal, toUnits } from '../client-limit.ts';
import type { Config } from '../config/config.ts';
import { isObject } from '../domain/is-object.ts';
import { badUserInput } from '../errors/to-graphql-error.ts';
import { clientRetrySeconds } from '../limits.ts';
import type { RequestCost } from '../request-meter.ts';
import { schema } from '../schema/schema.ts';
import type { ServerContext } from '../server-context.ts';
import { badRequest } from './result-errors.ts';
import { createSizeReader, hasSizes, type SizeReader, type Variables } from './size-reader.ts';
import { weighDocument } from './weigh-document.ts';

interface Operation {
  /** Valid. */
  readonly document: DocumentNode;
  readonly operationName: string | null;
  readonly variables: Variables | null;
}

/** Null when it may be executed, whose meter has begun then. */
export async function refuseCost(
  { config, meter, clientLimit }: Pick<ServerContext, 'config' | 'meter' | 'clientLimit'>,
  operation: Operation,
): Promise<GraphQLError | null> {
  const cost = costOf(operation, config);
  meter.begin(cost);
  const refusal = toRefusal(cost, config.cost) ?? (await refuseClient(clientLimit, cost));
  if (refusal === null) meter.start();
  return refusal;
}

export function useCostLimits(): Plugin<ServerContext> {
  return {
    async onExecute({ args, setResultAndStopExecution }) {
      const error = await refuseCost(args.contextValue, toOperation(args));
      if (error !== null) setResultAndStopExecution({ errors: [error] });
    },
    async onSubscribe({ args, setResultAndStopExecution }) {
      const error = await refuseCost(args.contextValue, toOperation(args));
      if (error !== null) setResultAndStopExecution({ errors: [error] });
    },
  };
}

interface ExecutionArguments {
  readonly document: DocumentNode;
  readonly operationName?: string | null | undefined;
  readonly variableValues?: unknown;
}

function toOperation({ document, operationName, variableValues }: ExecutionArguments): Operation {
  const variables = isObject(variableValues) ? variableValues : null;
  return { document, operationName: operationName ?? null, variables };
}

interface Known {
  readonly operationName: string | null;
  readonly config: Config;
  readonly sizes: SizeReader['read'];
  readonly cost: RequestCost;
}

/** The last operation of each document: what clients send again differs in variables that have no size. */
const known = new WeakMap<DocumentNode, Known>();

const noVariables: Variables = {};

function costOf({ document, operationName, variables }: Operation, config: Config): RequestCost {
  const last = known.get(document);
  const isSame = last?.operationName === operationName && last.config === config;
  if (last !== undefined && isSame && hasSizes(variables ?? noVariables, last.sizes)) return last.cost;
  const sizes = createSizeReader(document, operationName, variables ?? noVariables);
  const cost = weighDocument(schema, document, operationName, sizes, config);
  known.set(document, { operationName, config, sizes: sizes.read, cost });
  return cost;
}

function toRefusal({ weight, calls, ids }: RequestCost, limits: Config['cost']): GraphQLError | null {
  if (ids > limits.maxIds) {
    return refuse(
      `has ${ids} ids or representations, of at most ${limits.maxIds}; ask for them in several requests`,
    );
  }
  if (calls > limits.maxCalls) {
    return refuse(
      `may need ${calls} calls to Checkly, of at most ${limits.maxCalls}; ask for fewer lists, a smaller \`first\` or fewer ids`,
    );
  }
  if (weight > limits.maxWeight) {
    return refuse(
      `weighs ${toText(weight)}, fields times the lengths of their lists, of at most ${limits.maxWeight}; ask for a smaller \`first\`, fewer fields or fewer aliases`,
    );
  }
  return null;
}

async function refuseClient(limit: ClientLimit | null, cost: RequestCost): Promise<GraphQLError | null> {
  if (limit === null || (await limit.spend(toUnits(cost)))) return null;
  const http = { status: 429, headers: { 'retry-after': String(clientRetrySeconds) } };
  return new GraphQLError(clientRefusal, {
    extensions: { code: 'RATE_LIMITED', retryAfter: clientRetrySeconds, http },
  });
}

function toText(weight: number): string {
  return weight > Number.MAX_SAFE_INTEGER ? `more than ${Number.MAX_SAFE_INTEGER}` : String(weight);
}

function refuse(reason: string): GraphQLError {
  const { message, extensions } = badUserInput('request', reason);
  return new GraphQLError(message, { extensions: { ...extensions, http: badRequest } });
}
