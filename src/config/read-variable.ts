/** Reads one variable of the Worker's environment, or fails with a message that a deployer can act on. */

import * as v from 'valibot';

export type Environment = Readonly<Record<string, unknown>>;

/** A variable that holds what the gateway cannot take. The message is safe to log: of a secret it tells the length only. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

export interface Variable<Output> {
  readonly name: string;
  readonly schema: v.GenericSchema<string, Output>;
  /** What the variable takes, to end the sentence "it takes …". */
  readonly takes: string;
  readonly isSecret?: boolean;
}

/** The variable's value; `fallback` when it is absent or empty. @throws ConfigError */
export function readVariable<Output, Fallback>(
  env: Environment,
  variable: Variable<Output>,
  fallback: Fallback,
): Output | Fallback {
  const held = env[variable.name];
  if (held === undefined || held === '') return fallback;
  const result = v.safeParse(variable.schema, String(held));
  if (result.success) return result.output;
  throw wrongValue(variable, String(held));
}

export function wrongValue(
  { name, takes, isSecret }: Omit<Variable<unknown>, 'schema'>,
  held: string,
): ConfigError {
  const shown = isSecret === true ? `a secret of ${held.length} characters` : JSON.stringify(held);
  return new ConfigError(`${name} holds ${shown}; it takes ${takes}.`);
}

/** A schema for whole numbers from `min` to `max`. */
export function wholeNumber(min: number, max: number): v.GenericSchema<string, number> {
  return v.pipe(v.string(), v.regex(/^\d+$/), v.transform(Number), v.minValue(min), v.maxValue(max));
}

/** The value of a whole number variable. @throws ConfigError */
export function readWholeNumber(
  env: Environment,
  name: string,
  min: number,
  max: number,
  fallback: number,
): number {
  const takes = `a whole number from ${min} to ${max}`;
  return readVariable(env, { name, schema: wholeNumber(min, max), takes }, fallback);
}
