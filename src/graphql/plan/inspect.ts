/** A value as graphql-js's messages show it. It keeps that function to itself, but quotes by it what an assertion refuses. */

import { assertObjectType } from 'graphql';

const before = 'Expected ';
const after = ' to be a GraphQL Object type.';

/** For what is not an object type. */
export function inspect(value: unknown): string {
  try {
    return assertObjectType(value).name;
  } catch (error) {
    return error instanceof Error ? error.message.slice(before.length, -after.length) : String(error);
  }
}
