/** What GraphiQL's page says about the key and the account that are typed into it. */
import { expect, test } from 'vitest';
import { describeAccess, toHeaders } from '../../web/graphiql/access-hint.ts';

const account = '11111111-1111-4111-8111-111111111111';

test.each([
  ['nothing', '', '', null, 'Key: none', false],
  ['a user key alone', 'cu_demo', '', null, 'Account: missing', true],
  ['a user key with its account', 'cu_demo', account, null, 'Key: set', false],
  ['a service key alone', 'sv_demo', '', null, 'Key: set', false],
  ['a gateway token alone', 'gw_0123456789abcdefghij', '', null, 'Key: set', false],
  ['an account alone', '', account, null, 'Key: missing', true],
  ['an account that is no id', 'cu_demo', 'demo', null, 'Account: not an id', true],
  ['a key that is none', 'demo', '', null, 'Key: not a key', true],
  ['a header in place of a key', 'Bearer cu_demo', account, null, 'Key: not a key', true],
  ['nothing, where the gateway asks for a key', '', '', 'UNAUTHENTICATED', 'Key: missing', true],
  ['a refused key', 'cu_demo', account, 'UNAUTHENTICATED', 'Key: refused', true],
  ['a key that may not', 'cu_demo', account, 'FORBIDDEN', 'Key: refused', true],
  ['a wrong query', 'cu_demo', account, 'BAD_USER_INPUT', 'Key: set', false],
])('says of %s what is missing', (_what, key, accountId, refusal, label, isIncomplete) => {
  const state = describeAccess({ key, account: accountId }, refusal);
  expect(state).toEqual({ label, isIncomplete, hint: expect.stringMatching(/\.$/) });
});

test('sends what is given and no empty header', () => {
  expect(toHeaders({ key: '', account: '' })).toEqual({});
  expect(toHeaders({ key: 'sv_demo', account: '' })).toEqual({ authorization: 'Bearer sv_demo' });
  expect(toHeaders({ key: 'cu_demo', account })).toEqual({
    authorization: 'Bearer cu_demo',
    'x-checkly-account': account,
  });
});
