// Reads what the control routes are sent. A wrong value is a 400 that names it: these are typed by hand.

import type { ResetOptions } from './emulator.ts';
import type { ErrorGroupInput } from './error-group.ts';
import type { Fault } from './faults.ts';
import { HttpError } from './http-error.ts';
import { lastPageKinds } from './list-page.ts';
import { tokenKinds } from './page-token.ts';
import type { SessionInput } from './session-edit.ts';

type Fields = { readonly [field: string]: unknown };

/** @throws HttpError 400 */
export function readResetOptions(body: unknown): ResetOptions {
  const input = body === undefined ? {} : readFields(body, 'The reset');
  return {
    ...pick(input, 'sessions', (value) => isCount(value), 'a whole number'),
    ...pick(input, 'errorGroups', (value) => isCount(value), 'a whole number'),
    ...pick(input, 'live', (value) => isBoolean(value), 'true or false'),
    ...pick(input, 'seed', (value) => isNumber(value), 'a number'),
    ...pick(input, 'now', (value) => isTime(value), 'milliseconds or an ISO time'),
    ...pick(input, 'tokens', (value) => isOneOf(tokenKinds, value), `one of ${tokenKinds.join(', ')}`),
    ...pick(
      input,
      'lastPage',
      (value) => isOneOf(lastPageKinds, value),
      `one of ${lastPageKinds.join(', ')}`,
    ),
    ...pick(
      input,
      'requestsPerMinute',
      (value): value is number | null => value === null || isCount(value),
      'a whole number, or null for no limit',
    ),
    ...pick(input, 'searchesCommits', (value) => isBoolean(value), 'true or false'),
    ...pick(input, 'retryAfter', (value) => isBoolean(value), 'true or false'),
  };
}

/** @throws HttpError 400 */
export function readSessionInputs(body: unknown): SessionInput[] {
  const list = Array.isArray(body) ? body : [body];
  return list.map((item: unknown) => readSessionInput(item));
}

/** @throws HttpError 400 */
export function readSessionInput(body: unknown): SessionInput {
  return readFields(body, 'A session');
}

/** @throws HttpError 400 */
export function readErrorGroupInputs(body: unknown): ErrorGroupInput[] {
  const list = Array.isArray(body) ? body : [body];
  return list.map((item: unknown) => readFields(item, 'An error group'));
}

/** @throws HttpError 400 */
export function readFaults(body: unknown): Fault[] {
  if (!Array.isArray(body)) throw new HttpError(400, `Faults are a list, but got: ${typeof body}.`);
  return body.map((item: unknown) => readFault(readFields(item, 'A fault')));
}

function readFault(input: Fields): Fault {
  return {
    ...pick(input, 'match', (value) => isString(value), 'a path prefix'),
    ...pick(input, 'contains', (value) => isString(value), 'a part of the path and query'),
    ...pick(input, 'status', (value) => isStatus(value), 'an HTTP status from 200 to 599'),
    ...pick(input, 'headers', (value) => isHeaders(value), 'an object of strings'),
    ...pick(input, 'delayMs', (value) => isNumber(value), 'a number of milliseconds'),
    ...pick(input, 'hang', (value) => isBoolean(value), 'true or false'),
    ...pick(input, 'dropConnection', (value) => isBoolean(value), 'true or false'),
    ...pick(input, 'times', (value) => isCount(value), 'a whole number'),
    ...('body' in input ? { body: input.body } : {}),
  };
}

/** The field when it is given and right, nothing when it is absent. @throws HttpError 400 */
function pick<Name extends string, Value>(
  input: Fields,
  name: Name,
  isRight: (value: unknown) => value is Value,
  wanted: string,
): { [field in Name]?: Value } {
  const value = input[name];
  const picked: { [field in Name]?: Value } = {};
  if (value === undefined) return picked;
  if (!isRight(value))
    throw new HttpError(400, `"${name}" must be ${wanted}, but got: ${JSON.stringify(value)}.`);
  picked[name] = value;
  return picked;
}

function readFields(value: unknown, what: string): Fields {
  if (isFields(value)) return value;
  throw new HttpError(400, `${what} is an object, but got: ${JSON.stringify(value)}.`);
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isString(value: unknown): value is string {
  return typeof value === 'string';
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number';
}

function isBoolean(value: unknown): value is boolean {
  return typeof value === 'boolean';
}

function isCount(value: unknown): value is number {
  return isNumber(value) && Number.isInteger(value) && value >= 0;
}

function isStatus(value: unknown): value is number {
  return isCount(value) && value >= 200 && value <= 599;
}

function isTime(value: unknown): value is number | string {
  return isNumber(value) || (isString(value) && !Number.isNaN(Date.parse(value)));
}

function isHeaders(value: unknown): value is Readonly<Record<string, string>> {
  return isFields(value) && Object.values(value).every((item) => isString(item));
}

function isOneOf<Value extends string>(allowed: readonly Value[], value: unknown): value is Value {
  return allowed.some((item) => item === value);
}
