/** What GraphiQL is shown of the schema: all but what only a router asks. */
import { buildClientSchema, buildSchema, introspectionFromSchema, printSchema } from 'graphql';
import { expect, test } from 'vitest';
import { withoutFederation } from '../../web/graphiql/public-schema.ts';

const clients = 'type Query {\n  a(b: [ID!]!): Node\n}\n\ntype Node {\n  id: ID!\n}';
const subgraph = buildSchema(`
  type Query { a(b: [ID!]!): Node, _entities(representations: [_Any!]!): [_Entity]!, _service: _Service! }
  type Node { id: ID! }
  scalar _Any
  union _Entity = Node
  type _Service { sdl: String }
`);

test("leaves federation's fields and types out, and a whole schema", () => {
  const answer = Object(withoutFederation({ data: introspectionFromSchema(subgraph), extensions: {} }));
  expect(Object.keys(answer)).toEqual(['data', 'extensions']);
  expect(printSchema(buildClientSchema(answer.data))).toBe(clients);
});

test.each([[null], [{ errors: [{ message: 'no' }] }], [{ data: null }], ['text']])(
  'leaves %j as it is',
  (answer) => {
    expect(withoutFederation(answer)).toBe(answer);
  },
);
