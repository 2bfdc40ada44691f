/** The gateway does not validate its schema at run time: this does. */

import { GraphQLSchema, validateSchema } from 'graphql';
import { expect, test } from 'vitest';
import { schema } from '../../src/schema/schema.ts';

test('the schema is valid', () => {
  expect(validateSchema(new GraphQLSchema({ ...schema.toConfig(), assumeValid: false }))).toEqual([]);
});
