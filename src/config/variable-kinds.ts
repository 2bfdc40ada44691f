/** The kinds of variables: each makes an entry of the table from what is particular to it. Reads nothing. */

import * as v from 'valibot';
import type { Variable } from './read-variable.ts';

/** What every entry says of itself. */
type Described = Pick<Variable<unknown>, 'name' | 'description'>;

interface WholeNumberFacts extends Described {
  /** Least and greatest value. */
  readonly from: number;
  readonly to: number;
  readonly default: number;
}

/** A whole number; `unit` is a plural, for the documentation. */
export function wholeNumber(facts: WholeNumberFacts & { readonly unit: string }): Variable<number> {
  const { from, to, unit } = facts;
  return {
    ...facts,
    schema: v.pipe(v.string(), v.regex(/^\d+$/), v.transform(Number), v.minValue(from), v.maxValue(to)),
    takes: `a whole number from ${from} to ${to}`,
    documentedTakes: `${from} to ${to} ${unit}`,
    whenAbsent: { kind: 'default', text: String(facts.default) },
    isSecret: false,
  };
}

/** A whole number of seconds, from 0 by default. Its value is in milliseconds. */
export function seconds(
  facts: Omit<WholeNumberFacts, 'from'> & { readonly from?: number },
): Variable<number> {
  const variable = wholeNumber({ from: 0, ...facts, unit: 'seconds' });
  const schema = v.pipe(
    variable.schema,
    v.transform((value) => value * 1000),
  );
  return { ...variable, schema };
}

/** One of a few words. */
export function choice<const Option extends string>(
  facts: Described & { readonly options: readonly Option[]; readonly default: NoInfer<Option> },
): Variable<Option> {
  const { options } = facts;
  const quoted = options.map((option) => `"${option}"`);
  return {
    ...facts,
    schema: v.pipe(v.string(), v.picklist(options)),
    takes: `${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1)}`,
    documentedTakes: options.map((option) => `\`${option}\``).join(', '),
    whenAbsent: { kind: 'default', text: facts.default },
    isSecret: false,
  };
}

/** `on` is true, `off` is false. */
export function onOff(facts: Described & { readonly default: 'on' | 'off' }): Variable<boolean> {
  const variable = choice({ ...facts, options: ['on', 'off'] });
  const schema = v.pipe(
    variable.schema,
    v.transform((value) => value === 'on'),
  );
  return { ...variable, schema, whenAbsent: { kind: 'default', text: facts.default } };
}

interface TextFacts<Value> extends Described, Pick<Variable<Value>, 'schema' | 'takes'> {}

export function text<Value>(facts: TextFacts<Value> & { readonly default: string }): Variable<Value> {
  const whenAbsent = { kind: 'default', text: facts.default } as const;
  return { ...facts, documentedTakes: facts.takes, whenAbsent, isSecret: false };
}

/** Null when absent. */
export function optionalText<Value>(facts: TextFacts<Value>): Variable<Value | null> {
  const whenAbsent = { kind: 'none', value: null } as const;
  return { ...facts, documentedTakes: facts.takes, whenAbsent, isSecret: false };
}

/** Null when absent. */
export function secret<Value>(facts: TextFacts<Value>): Variable<Value | null> {
  return { ...optionalText(facts), isSecret: true };
}

/** `purpose` ends the message of a missing one: "it takes …, and `purpose`". */
export function requiredSecret<Value>(
  facts: TextFacts<Value> & { readonly purpose: string },
): Variable<Value> {
  const whenAbsent = { kind: 'required', purpose: facts.purpose } as const;
  return { ...facts, documentedTakes: facts.takes, whenAbsent, isSecret: true };
}

interface SecretListFacts<Item> extends Described {
  /** Of the JSON text. */
  readonly schema: v.GenericSchema<string, readonly Item[]>;
  /** An example of the JSON. */
  readonly form: string;
  /** What the form does not show, after "with". */
  readonly details: string;
}

/** A list of secrets as JSON; empty when absent. */
export function secretList<Item>(facts: SecretListFacts<Item>): Variable<readonly Item[]> {
  const { form, details } = facts;
  return {
    ...facts,
    takes: `JSON of the form ${form}, with ${details}`,
    documentedTakes: `JSON of the form \`${form}\`, with ${details}`,
    whenAbsent: { kind: 'none', value: [] },
    isSecret: true,
  };
}
