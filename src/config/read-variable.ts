/**
 * What one variable of the Worker's environment is, and how a table of them is read: each is validated on its own, and
 * an invalid one fails with a message that a deployer can act on. What two variables must be together is in `rules.ts`.
 */

import * as v from 'valibot';

export type Environment = Readonly<Record<string, unknown>>;

/** A variable that holds what the gateway cannot take. The message is safe to log: of a secret it tells the length only. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

export interface Variable<Value> {
  readonly name: string;
  readonly schema: v.GenericSchema<string, Value>;
  /** Ends the sentence "it takes …". */
  readonly takes: string;
  /** The same for the documentation: Markdown, with the unit. */
  readonly documentedTakes: string;
  /** Of an absent or empty variable. */
  readonly whenAbsent: WhenAbsent<Value>;
  /** Of a secret, messages tell the length only. */
  readonly isSecret: boolean;
  /** What it does, for the documentation: Markdown, whole sentences. */
  readonly description: string;
}

export type WhenAbsent<Value> =
  /** `text` is read as if the variable held it. */
  | { readonly kind: 'default'; readonly text: string }
  | { readonly kind: 'none'; readonly value: Value }
  /** `purpose` ends the message: "it takes …, and `purpose`". */
  | { readonly kind: 'required'; readonly purpose: string };

/** Variables in the shape of what they become: each field is a variable, or a group of them. */
export interface VariableTable {
  readonly [field: string]: Variable<unknown> | VariableTable;
}

/** A table's values, field by field. */
export type ValuesOf<Table> = {
  readonly [Field in keyof Table]: Table[Field] extends Variable<infer Value>
    ? Value
    : ValuesOf<Table[Field]>;
};

/** The values of all variables of a table. @throws ConfigError for the first that is invalid or missing */
export function readVariables<Table extends VariableTable>(env: Environment, table: Table): ValuesOf<Table>;
// The compiler cannot follow a mapped type through entries; a test gives every variable a value and finds it in its place.
export function readVariables(env: Environment, table: VariableTable): unknown {
  const fields = Object.entries(table).map(([field, entry]) => [
    field,
    isVariable(entry) ? readVariable(env, entry) : readVariables(env, entry),
  ]);
  return Object.fromEntries(fields);
}

/** The variables of a table, in its order. */
export function listVariables(table: VariableTable): Variable<unknown>[] {
  return Object.values(table).flatMap((entry) => (isVariable(entry) ? [entry] : listVariables(entry)));
}

/** Whether the variable is not set; an empty text counts as not set. */
export function isAbsent(env: Environment, name: string): boolean {
  return env[name] === undefined || env[name] === '';
}

function isVariable(entry: Variable<unknown> | VariableTable): entry is Variable<unknown> {
  return typeof entry.name === 'string';
}

function readVariable(env: Environment, variable: Variable<unknown>): unknown {
  const { name, takes, whenAbsent } = variable;
  if (!isAbsent(env, name)) return validate(variable, String(env[name]));
  switch (whenAbsent.kind) {
    case 'default':
      return validate(variable, whenAbsent.text);
    case 'none':
      return whenAbsent.value;
    case 'required':
      throw new ConfigError(`${name} is missing; it takes ${takes}, and ${whenAbsent.purpose}.`);
  }
}

function validate({ name, schema, takes, isSecret }: Variable<unknown>, held: string): unknown {
  const result = v.safeParse(schema, held);
  if (result.success) return result.output;
  const shown = isSecret ? `a secret of ${held.length} characters` : JSON.stringify(held);
  throw new ConfigError(`${name} holds ${shown}; it takes ${takes}.`);
}
