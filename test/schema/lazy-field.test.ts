/** The gateway's own schema: what reads lazily says so, and costs. Walks the types, so that no new field is missed. */

import { type GraphQLField, type GraphQLNamedType, getNamedType, isObjectType } from 'graphql';
import { describe, expect, test } from 'vitest';
import { readsOf } from '../../src/schema/lazy-field.ts';
import { schema } from '../../src/schema/schema.ts';
import { createTestGateway } from '../support/test-gateway.ts';

/** Their fields take ids and filters, and have no source. */
const rootTypes: readonly (GraphQLNamedType | null | undefined)[] = [
  schema.getQueryType(),
  schema.getSubscriptionType(),
];
const fields = Object.values(schema.getTypeMap())
  .filter((type) => isObjectType(type))
  .filter((type) => !type.name.startsWith('__') && !rootTypes.includes(type))
  .flatMap((type) =>
    Object.values(type.getFields()).map((field) => ({ name: `${type.name}.${field.name}`, type, field })),
  );

describe('a field', () => {
  test.each(fields)('$name says what its resolver reads', ({ field }) => {
    const asked: string[] = [];
    callResolver(field.resolve, {
      loaders: () => recordLoads(asked),
      now: 0,
      paginate: () => {
        asked.push('paginate');
        return new Promise(() => {});
      },
    });
    const reads = readsOf(field);
    const { readsOnce } = field.extensions;
    const told = readsOnce === undefined ? [] : [`load ${readsOnce}`];
    expect(asked).toEqual(reads === null ? told : [loaderOf[reads]]);
  });

  test('of a session or an error is among them', () => {
    const lazy = fields.filter(({ field }) => readsOf(field) !== null).map(({ name }) => name);
    expect(lazy).toContain('TestSession.results');
    expect(lazy).toContain('TestSession.region');
    expect(lazy).toContain('TestSessionErrorGroup.message');
  });
});

describe('below a connection of sessions', () => {
  const paths = findPaths('TestSession');
  const below = fields.flatMap(({ name, type, field }) => {
    const path = paths.get(type.name);
    const selection = isObjectType(getNamedType(field.type)) ? `${field.name} { __typename }` : field.name;
    return path === undefined ? [] : [{ name, reads: readsOf(field), query: path.replace('%', selection) }];
  });
  const gateway = createTestGateway({ vars: { MAX_DETAILS_PER_REQUEST: '0' }, emulator: { sessions: 1 } });
  const ask = (query: string) => gateway.ask(`{ testSessions(first: 1) { nodes { ${query} } } }`);

  test.each(below.filter(({ reads }) => reads !== null && reads !== 'summary'))(
    '$name costs',
    async ({ name, query }) => {
      const [error] = (await ask(query)).errors;
      expect(error?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'first' });
      expect(error?.message).toMatch(new RegExp(`^first: with (\\S+ and )*${name}( and \\S+)*, `));
    },
  );

  test('what a session comes with costs nothing', async () => {
    const free = below.filter(({ name, reads }) => name.startsWith('TestSession.') && reads !== 'detail');
    expect(free.some(({ reads }) => reads === 'summary')).toBe(true);
    const { errors } = await ask(free.map(({ query }) => query).join(' '));
    expect(errors).toEqual([]);
  });
});

const loaderOf = {
  detail: 'load session',
  summary: 'loadSummary',
  errorGroup: 'load error-group',
  sessions: 'paginate',
  result: 'load result',
  assets: 'load result-assets',
} as const;

/** What a resolver does with a source that holds nothing does not matter, but for the loaders that it asks first. */
function callResolver(resolve: GraphQLField<unknown, unknown>['resolve'], context: object): void {
  try {
    const value: unknown =
      resolve && Reflect.apply(resolve, undefined, [sourceThatHoldsNothing(), {}, context]);
    Promise.resolve(value).catch(() => {});
  } catch {}
}

/** Known by id only: every property is there, but what a loader would give is null. */
function sourceThatHoldsNothing(): object {
  const missing = ['summary', 'detail', 'group'];
  const row = { kind: 'good', group: { errorGroupId: 'x' } };
  return new Proxy(
    {},
    { get: (_, name) => (name === 'row' ? row : missing.includes(String(name)) ? null : 'x') },
  );
}

/** Loaders that never answer. */
function recordLoads(asked: string[]): object {
  const load = (name: string) => (resource: object) => {
    if (name.startsWith('load')) asked.push(name === 'load' ? `load ${Reflect.get(resource, 'name')}` : name);
    return new Promise(() => {});
  };
  return new Proxy({}, { get: (_, name) => load(String(name)) });
}

/** A selection for each type below `start`, by the shortest way; `%` stands for the fields of the type. */
function findPaths(start: string): ReadonlyMap<string, string> {
  const paths = new Map([[start, '%']]);
  // A map gives what is added while it is walked.
  for (const [typeName, path] of paths) {
    for (const { field } of fields.filter(({ type }) => type.name === typeName)) {
      const { name } = getNamedType(field.type);
      if (isObjectType(schema.getType(name)) && !paths.has(name))
        paths.set(name, path.replace('%', `${field.name} { % }`));
    }
  }
  return paths;
}
