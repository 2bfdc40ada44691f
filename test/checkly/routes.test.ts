/// <reference types="vite/types/importMeta.d.ts" />
/** Every resource of the domain has a route in the client, and each its own name and path. */

import { expect, test } from 'vitest';
import { routeOf } from '../../src/checkly/client.ts';
import { emptyPageFilter } from '../../src/domain/filter.ts';
import type { Resource } from '../../src/domain/resource.ts';

const modules = import.meta.glob<Readonly<Record<string, unknown>>>('../../src/domain/*.ts', { eager: true });
const resources = Object.values(modules).flatMap((exported) => Object.values(exported).filter(isResource));

function isResource(value: unknown): value is Resource<unknown, unknown> {
  return typeof value === 'object' && value !== null && 'classify' in value && 'isValue' in value;
}

/** A key that each route can make a path of. */
const keys: Readonly<Record<string, unknown>> = {
  page: { filter: emptyPageFilter, size: 100, token: null },
  session: 'an-id',
  'error-group': 'an-id',
  result: { sessionId: 'an-id', resultId: 'another' },
  'result-assets': { sessionId: 'an-id', resultId: 'another', types: ['log'] },
  account: '',
  'member-page': '',
  'error-group-page': { projectId: null, place: { number: 1, size: 100 } },
};

test('there are resources, each of its own name', () => {
  expect(resources.length).toBeGreaterThan(3);
  expect(new Set(resources.map(({ name }) => name)).size).toBe(resources.length);
});

test.each(resources)('$name has a route to a path of its own', (resource) => {
  expect(Object.keys(keys)).toContain(resource.name);
  expect(routeOf(resource).toPath(keys[resource.name], 'brackets')).toMatch(
    /^\/v1\/(?:test-session|accounts\/me)/,
  );
});

test('a resource without a route is an error of the gateway', () => {
  const unknown = { ...resources[0], name: 'unknown' };
  expect(isResource(unknown) && (() => routeOf(unknown))).toThrow('no route to "unknown"');
});
