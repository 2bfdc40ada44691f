import { describe, expect, test } from 'vitest';
import { at, group, project, route, setUp } from './error-group-world.ts';

describe('the seeded groups', () => {
  test('share a few projects with the sessions that name them', async () => {
    const { client } = setUp({ sessions: 2_500, errorGroups: 40 });
    const { groups } = await client.errorGroups('limit=100');
    const projectOf = new Map(groups.map(({ id, projectId }) => [id, projectId]));
    expect(new Set(projectOf.values()).size).toBe(5);
    const entries = (await client.walk('limit=100')).flatMap((page) => page.entries);
    const named = entries.flatMap(({ errorGroupIds, projectId }) =>
      (Array.isArray(errorGroupIds) ? errorGroupIds : []).map((id: unknown) => ({ id, projectId })),
    );
    expect(new Set(named.map(({ id }) => id))).toEqual(new Set(projectOf.keys()));
    for (const { id, projectId } of named) {
      if (projectId !== undefined) expect(projectOf.get(id)).toBe(projectId);
    }
  });

  test('can be of any number, none included', async () => {
    const { client } = setUp({ sessions: 200 });
    expect((await client.errorGroups()).groups).toEqual([]);
    const entries = (await client.walk('limit=100')).flatMap((page) => page.entries);
    const named = entries.flatMap(({ errorGroupIds }) => errorGroupIds ?? []);
    expect(named).toEqual([]);
  });

  test('are by id what they are in the lists', async () => {
    const { client } = setUp({ errorGroups: 40 });
    const { groups } = await client.errorGroups('limit=100');
    for (const listed of groups) {
      expect((await client.get(`${route}/${listed.id}`)).body).toEqual(listed);
      if (typeof listed.projectId !== 'string') continue;
      expect((await client.projectErrorGroups(listed.projectId)).groups).toContainEqual(listed);
    }
  });
});

describe('the control side', () => {
  test('adds groups with what they lack, answers them as given, and replaces those that are there', async () => {
    const { client, idsOf } = setUp();
    const inputs = [{ id: group(1), lastSeen: at(-60), _omit: ['projectId'] }, { rawErrorMessage: 'Boom' }];
    const added = await client.send('POST', '/_emulator/error-groups', inputs);
    expect(added).toMatchObject({ status: 201, body: { ids: [group(1), expect.any(String)] } });
    expect((await client.get(`${route}/${group(1)}`)).body).toEqual({
      id: group(1),
      environments: null,
      errorHash: expect.stringMatching(/^[\da-f]{40}$/),
      rawErrorMessage: null,
      cleanedErrorMessage: 'Added error group',
      firstSeen: at(-60),
      lastSeen: at(-60),
      archivedUntilNextEvent: false,
      pwtMetadata: null,
    });
    expect((await idsOf())[1]).toBe(group(1));
    await client.send('POST', '/_emulator/error-groups', { id: group(1), lastSeen: at(60) });
    expect(await idsOf()).toHaveLength(2);
    expect((await idsOf())[0]).toBe(group(1));
  });

  test('keeps malformed groups as they are given', async () => {
    const { client, emulator } = setUp();
    emulator.addErrorGroups([
      { lastSeen: 'never', cleanedErrorMessage: 42 },
      { id: group(1), lastSeen: at(-1), projectId: project, _raw: 'no group' },
    ]);
    expect((await client.errorGroups()).body).toEqual([
      expect.objectContaining({ lastSeen: 'never', cleanedErrorMessage: 42 }),
      'no group',
    ]);
    expect((await client.projectErrorGroups(project)).body).toEqual(['no group']);
  });

  test('deletes a group from the lists and from the sessions that name it', async () => {
    const { client, emulator, idsOf } = setUp();
    emulator.addSessions([{ id: group(8), status: 'FAILED', errorGroupIds: [group(1), group(2)] }]);
    expect((await client.send('DELETE', `/_emulator/error-groups/${group(1)}`)).body).toEqual({
      deleted: group(1),
    });
    expect(await idsOf()).toEqual([group(2)]);
    expect((await client.get(`${route}/${group(1)}`)).status).toBe(404);
    expect((await client.list()).entries[0]?.errorGroupIds).toEqual([group(2)]);
    expect((await client.get(`/v1/test-sessions/${group(8)}`)).body.errorGroupIds).toEqual([group(2)]);
    expect((await client.send('DELETE', `/_emulator/error-groups/${group(1)}`)).status).toBe(404);
    expect(emulator.deleteErrorGroup(group(1))).toBe(false);
  });

  test('lists every group that an added or changed session names, in the project of the session', async () => {
    const { client, emulator, idsOf } = setUp();
    const [id = ''] = emulator.addSessions([{ projectId: project, errorGroupIds: [group(1)] }]);
    emulator.patchSession(id, { errorGroupIds: [group(1), group(2)] });
    expect(new Set(await idsOf())).toEqual(new Set([group(1), group(2)]));
    expect((await client.projectErrorGroups(project)).groups).toHaveLength(2);
    expect((await client.get(`${route}/${group(2)}`)).body).toMatchObject({ projectId: project });
  });

  test.each([
    ['POST', 'error-groups', [1]],
    ['POST', 'error-groups', [{ _accountId: group(1) }]],
    ['POST', 'reset', { errorGroups: -1 }],
  ])('refuses %s %s of %j with 400', async (method, resource, body) => {
    expect((await setUp().client.send(method, `/_emulator/${resource}`, body)).status).toBe(400);
  });
});
