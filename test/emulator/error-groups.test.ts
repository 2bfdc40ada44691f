import { describe, expect, test } from 'vitest';
import { demoAccountId, otherAccountId, otherKey } from '../../emulator/emulator.ts';
import { at, group, project, route, setUp } from './error-group-world.ts';

describe("the account's list", () => {
  test('is in order of the last seen, and of the id within a millisecond', async () => {
    const { emulator, idsOf } = setUp();
    emulator.addErrorGroups([
      { id: group(1), lastSeen: at(-10) },
      { id: group(2), lastSeen: at(-5) },
      { id: group(3), lastSeen: at(-10) },
      { id: group(4), lastSeen: at(-20) },
    ]);
    expect(await idsOf()).toEqual([group(2), group(3), group(1), group(4)]);
  });

  test('has numbered pages that hold every group once', async () => {
    const { idsOf } = setUp({ errorGroups: 120 });
    const first = await idsOf('limit=100');
    expect(first).toHaveLength(100);
    expect(await idsOf('limit=100&page=2')).toHaveLength(20);
    expect(await idsOf('limit=100&page=3')).toEqual([]);
    const pages = await Promise.all([1, 2, 3, 4, 5].map((page) => idsOf(`limit=25&page=${page}`)));
    expect(pages.map((ids) => ids.length)).toEqual([25, 25, 25, 25, 20]);
    expect(pages.flat()).toEqual([...first, ...(await idsOf('limit=100&page=2'))]);
    expect(new Set(pages.flat()).size).toBe(120);
  });

  test('has ten on its first page when nothing is asked for', async () => {
    const { idsOf } = setUp({ errorGroups: 40 });
    expect(await idsOf()).toEqual(await idsOf('limit=10&page=1'));
    expect(await idsOf()).toHaveLength(10);
  });

  test('shifts when a group comes at the head or is deleted before the page', async () => {
    const { emulator, idsOf } = setUp();
    const lastSeen = [-1, -2, -3, -4, -5].map(at);
    emulator.addErrorGroups(lastSeen.map((time, index) => ({ id: group(index + 1), lastSeen: time })));
    expect(await idsOf('limit=2&page=2')).toEqual([group(3), group(4)]);
    emulator.addErrorGroups([{ id: group(9), lastSeen: at(0) }]);
    expect(await idsOf('limit=2&page=2')).toEqual([group(2), group(3)]);
    emulator.deleteErrorGroup(group(1));
    emulator.deleteErrorGroup(group(2));
    expect(await idsOf('limit=2&page=2')).toEqual([group(4), group(5)]);
  });

  test('of one account is not in another', async () => {
    const { client, emulator } = setUp();
    const [id] = emulator.addErrorGroups([{ _accountId: otherAccountId }]);
    expect((await client.errorGroups()).body).toEqual([]);
    const headers = { Authorization: `Bearer ${otherKey}`, 'X-Checkly-Account': otherAccountId };
    expect((await client.get(route, headers)).body).toMatchObject([{ id }]);
  });

  test.each([
    ['limit=0', '"limit" must be greater than or equal to 1'],
    ['limit=101', '"limit" must be less than or equal to 100'],
    ['limit=2.5', '"limit" must be an integer'],
    ['limit=', '"limit" must be a number'],
    ['limit=1&limit=2', '"limit" must be a single value'],
    ['page=0', '"page" must be greater than 0'],
    ['page=-1', '"page" must be greater than 0'],
    ['page=1.5', '"page" must be an integer'],
    ['page=two', '"page" must be a number'],
    ['page=', '"page" must be a number'],
  ])('refuses %s with 400', async (query, message) => {
    const { status, body } = await setUp().client.errorGroups(query);
    expect(status).toBe(400);
    expect(body).toEqual({ statusCode: 400, error: 'Bad Request', message });
  });

  test.each(['limit=1', 'limit=100', 'page=1', 'page=1000000000', 'limit=100&page=9007199254740991'])(
    'takes %s',
    async (query) => {
      expect((await setUp().client.errorGroups(query)).status).toBe(200);
    },
  );
});

describe("a project's list", () => {
  test('has all groups of the project in the same order, without pages', async () => {
    const { client, emulator } = setUp();
    const own = emulator.addErrorGroups(
      Array.from({ length: 120 }, (_, index) => ({ projectId: project, lastSeen: at(-index) })),
    );
    emulator.addErrorGroups([{}, { projectId: group(7) }]);
    const { groups } = await client.projectErrorGroups(project);
    expect(groups.map(({ id }) => id)).toEqual(own);
  });

  test('is empty for an unknown project, and refused for what is no UUID', async () => {
    const { client } = setUp({ errorGroups: 40 });
    expect((await client.projectErrorGroups(project)).body).toEqual([]);
    expect((await client.projectErrorGroups('mine')).body).toEqual({
      statusCode: 400,
      error: 'Bad Request',
      message: '"projectId" must be a valid GUID',
    });
  });

  test('is not the group by id: each path has its own name in the statistics', async () => {
    const { client, emulator } = setUp();
    const [id] = emulator.addErrorGroups([{ projectId: project }]);
    await client.errorGroups('limit=5');
    await client.projectErrorGroups(project);
    await client.get(`${route}/${id}`);
    expect((await client.get(`${route}/projects`)).status).toBe(400);
    expect(emulator.stats().requests).toEqual({
      'GET /v1/test-session-error-groups': 1,
      'GET /v1/test-session-error-groups/projects/{projectId}': 1,
      'GET /v1/test-session-error-groups/{id}': 2,
    });
  });
});

test('the lists need a credential and count against its limit', async () => {
  const { client } = setUp({ requestsPerMinute: 1 });
  const headers = { Authorization: `Bearer ${otherKey}`, 'X-Checkly-Account': demoAccountId };
  for (const path of [route, `${route}/projects/${project}`]) {
    expect((await client.get(path, {})).status).toBe(401);
    expect((await setUp().client.get(path, headers)).status).toBe(403);
  }
  expect((await client.errorGroups()).status).toBe(200);
  expect((await client.errorGroups()).status).toBe(429);
});
