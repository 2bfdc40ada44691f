/** What introspection shows to clients, and what it is when switched off. */

import { buildClientSchema, getIntrospectionQuery, type IntrospectionQuery, printSchema } from 'graphql';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import subgraphSdl from '../../src/schema/federation/subgraph.graphql';
import { createTestGateway } from '../support/test-gateway.ts';

const isIntrospection = (data: unknown): data is IntrospectionQuery =>
  v.is(v.object({ __schema: v.object({}) }), data);

async function introspect(more = ''): Promise<string> {
  const query = getIntrospectionQuery().replace('__schema {', `${more} __schema {`);
  const { data } = await createTestGateway().ask(query, { headers: {} });
  if (!isIntrospection(data)) throw new Error('no introspection');
  return printSchema(buildClientSchema(data));
}

test("a client's introspection shows nothing of federation, and all else", async () => {
  const text = await introspect();
  expect(text).not.toMatch(/\b_\w+/);
  expect(text).toContain('  testSessions(');
  expect(text).toContain('type Subscription');
});

test.each(['_Any', '_Entity', '_Service'])('the type %s is not shown by its name', async (name) => {
  const { data } = await createTestGateway().ask(`{ __type(name: "${name}") { name } }`, { headers: {} });
  expect(data).toEqual({ __type: null });
});

test('a tool that asks for _service with it sees all', async () => {
  expect(await introspect('_service { sdl }')).toMatch(/scalar _Any|_entities\(/);
});

test('the fields answer', async () => {
  const representations =
    '[{ __typename: "TestSession", sessionId: "aaaaaaaa-0000-4000-8000-000000000000" }]';
  const query = `{ _service { sdl } _entities(representations: ${representations}) { __typename } }`;
  expect((await createTestGateway().ask(query)).data).toEqual({
    _service: { sdl: subgraphSdl },
    _entities: [null],
  });
});

test.each(['__schema { description }', '__type(name: "Query") { name }', '_service { sdl }'])(
  'switched off, %s is refused, and __typename is not',
  async (field) => {
    const gateway = createTestGateway({ vars: { INTROSPECTION: 'off' } });
    const name = field.split(/\W/, 1)[0];
    expect((await gateway.ask(`{ ${field} }`)).errors).toMatchObject([
      {
        message: `Introspection is switched off in this gateway: "${name}" is not answered.`,
        extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
      },
    ]);
    expect((await gateway.ask('{ __typename }')).data).toEqual({ __typename: 'Query' });
  },
);

test('types and fields come in the order of their names', async () => {
  const text = await introspect();
  const types = [...text.matchAll(/^(?:type|enum|input|interface|scalar) (\w+)/gm)].map(([, name]) => name);
  expect(types).toContain('TestSession');
  expect(types).toEqual(types.toSorted());
  const query = /^type Query \{\n([\s\S]*?)^\}/m.exec(text)?.[1] ?? '';
  const fields = [...query.matchAll(/^ {2}(\w+)[(:]/gm)].map(([, name]) => name);
  expect(fields).toContain('testSessions');
  expect(fields).toEqual(fields.toSorted());
});
