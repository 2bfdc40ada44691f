/** `_entities` for errors: by their ids, one read each, and one that is bad or gone costs its own place. */

import { expect, test } from 'vitest';
import { createTestGateway } from '../support/test-gateway.ts';

const query = `query ($representations: [_Any!]!) {
  _entities(representations: $representations) { __typename ... on TestSessionErrorGroup { id message } }
}`;

test('errors are entities by their ids', async () => {
  const gateway = createTestGateway({ emulator: { sessions: 0, errorGroups: 0 } });
  const [id] = gateway.emulator.addErrorGroups([{ cleanedErrorMessage: 'it broke' }]);
  const unknown = 'aaaaaaaa-0000-4000-8000-000000000000';
  const representations = [id, unknown, '../x', id].map((each) => ({
    __typename: 'TestSessionErrorGroup',
    id: each,
  }));
  const { data, errors } = await gateway.ask(query, { variables: { representations } });
  const found = { __typename: 'TestSessionErrorGroup', id, message: 'it broke' };
  expect(data).toEqual({ _entities: [found, null, null, found] });
  expect(errors).toMatchObject([
    {
      message: "representations[2].id: must be Checkly's id of an error, a UUID",
      path: ['_entities', 2],
      extensions: { code: 'BAD_USER_INPUT' },
    },
  ]);
  expect(gateway.emulator.stats().requests).toEqual({ 'GET /v1/test-session-error-groups/{id}': 2 });
});
