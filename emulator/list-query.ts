// Reads the list route's query as upstream does: both spellings of a list, and a 400 that names what is wrong.
// Unknown parameters are ignored.

import { HttpError } from './http-error.ts';
import { sessionProviders, sessionStatuses } from './session.ts';

export interface ListFilter {
  /** Unix seconds, included. */
  readonly from: number | null;
  /** Unix seconds, not included. */
  readonly to: number | null;
  readonly statuses: readonly string[];
  readonly branches: readonly string[];
  readonly users: readonly string[];
  readonly providers: readonly string[];
  readonly noUsers: boolean;
  readonly textSearch: string | null;
  readonly errorGroupId: string | null;
}

export interface ListQuery {
  readonly filter: ListFilter;
  readonly limit: number;
  readonly nextId: string | null;
}

const defaultLimit = 20;
const maxLimit = 100;
const textSearchLength = { min: 3, max: 200 };

/** @throws HttpError 400 */
export function readListQuery(parameters: URLSearchParams): ListQuery {
  const textSearch = readText(parameters, 'textSearch', textSearchLength);
  return {
    filter: {
      from: readNumber(parameters, 'from'),
      to: readNumber(parameters, 'to'),
      statuses: readList(parameters, 'statuses', sessionStatuses),
      branches: readList(parameters, 'branches'),
      users: readList(parameters, 'users'),
      providers: readList(parameters, 'providers', sessionProviders),
      noUsers: readBoolean(parameters, 'noUsers'),
      textSearch,
      errorGroupId: readText(parameters, 'errorGroupId'),
    },
    limit: readLimit(parameters, defaultLimit),
    nextId: readText(parameters, 'nextId'),
  };
}

/** @throws HttpError 400 when it comes twice, or is not a number */
export function readNumber(parameters: URLSearchParams, name: string): number | null {
  const text = readOne(parameters, name);
  if (text === null) return null;
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (!Number.isFinite(value)) throw badParameter(name, 'must be a number');
  return value;
}

/** From 1 to 100. @throws HttpError 400 */
export function readLimit(parameters: URLSearchParams, defaultLimit: number): number {
  const limit = readNumber(parameters, 'limit') ?? defaultLimit;
  if (!Number.isInteger(limit)) throw badParameter('limit', 'must be an integer');
  if (limit < 1) throw badParameter('limit', 'must be greater than or equal to 1');
  if (limit > maxLimit) throw badParameter('limit', `must be less than or equal to ${maxLimit}`);
  return limit;
}

function readBoolean(parameters: URLSearchParams, name: string): boolean {
  const text = readOne(parameters, name) ?? 'false';
  if (text !== 'true' && text !== 'false') throw badParameter(name, 'must be a boolean');
  return text === 'true';
}

function readText(
  parameters: URLSearchParams,
  name: string,
  length: { min: number; max?: number } = { min: 1 },
): string | null {
  const text = readOne(parameters, name);
  if (text === null) return null;
  // As JSON Schema counts, in code points; whether upstream does is not documented.
  const characters = [...text].length;
  if (characters < length.min) {
    throw badParameter(name, `length must be at least ${length.min} characters long`);
  }
  if (length.max !== undefined && characters > length.max) {
    throw badParameter(name, `length must be less than or equal to ${length.max} characters long`);
  }
  return text;
}

/** Both spellings. @throws HttpError 400 */
export function readList(parameters: URLSearchParams, name: string, allowed?: readonly string[]): string[] {
  const values = [...parameters.getAll(name), ...parameters.getAll(`${name}[]`)];
  values.forEach((value, index) => {
    if (value === '') throw badParameter(`${name}[${index}]`, 'is not allowed to be empty');
    if (allowed !== undefined && !allowed.includes(value)) {
      throw badParameter(`${name}[${index}]`, `must be one of [${allowed.join(', ')}]`);
    }
  });
  return values;
}

function readOne(parameters: URLSearchParams, name: string): string | null {
  const values = parameters.getAll(name);
  if (values.length > 1) throw badParameter(name, 'must be a single value');
  return values[0] ?? null;
}

/** In the words of upstream's own refusals. */
export function badParameter(name: string, problem: string): HttpError {
  return new HttpError(400, `"${name}" ${problem}`);
}
