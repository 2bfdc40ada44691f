/** Bounds of what has been executed: the characters of an answer, and its errors. Pure. */

import { type ExecutionResult, GraphQLError } from 'graphql';
import { badUserInput } from '../errors/to-graphql-error.ts';
import { maxErrors, maxResponseCharacters } from '../limits.ts';
import type { RequestMeter } from '../request-meter.ts';

/** The first hundred, masked, and one more that counts the others, those included that were answered as null without an error. */
export function limitErrors(
  errors: readonly GraphQLError[],
  meter: Pick<RequestMeter, 'mutedErrors'>,
  mask: (error: GraphQLError) => GraphQLError = (error) => error,
): readonly GraphQLError[] {
  if (errors.length <= maxErrors && meter.mutedErrors() === 0) return errors.map(mask);
  const told = errors.slice(0, maxErrors).map(mask);
  const leftOut = errors.length - told.length + meter.mutedErrors();

  const message = `${leftOut} more errors are left out.`;
  const code = told.at(-1)?.extensions.code;
  return [...told, new GraphQLError(message, { extensions: { code, leftOut } })];
}

/** The result, or an error in its place when it is too large. Only what may repeat texts is measured: see `limits.ts`. */
export function boundAnswer(
  result: ExecutionResult,
  meter: Pick<RequestMeter, 'mayRepeat'>,
): ExecutionResult {
  if (!meter.mayRepeat() || measure(result.data, maxResponseCharacters) > 0) return result;
  const { message, extensions } = badUserInput(
    'request',
    `the answer would have more than the ${maxResponseCharacters} characters that one may have; ask for fewer rows, fields or aliases`,
  );
  return { data: null, errors: [new GraphQLError(message, { extensions })] };
}

/** Characters that are left of `left` when `value` is written as JSON; 0 or less as soon as there are none. */
function measure(value: unknown, left: number): number {
  if (typeof value === 'string') return left - value.length - 3;
  if (typeof value !== 'object' || value === null) return left - 6;
  let rest = left - 2;
  if (Array.isArray(value)) {
    for (const item of value) {
      rest = measure(item, rest);
      if (rest <= 0) return rest;
    }
    return rest;
  }
  for (const [name, item] of Object.entries(value)) {
    rest = measure(item, rest - name.length - 4);
    if (rest <= 0) return rest;
  }
  return rest;
}
