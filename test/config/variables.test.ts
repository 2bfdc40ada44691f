/** What the Worker's environment holds in the tests. `e2e/dev-vars.test.ts` runs this beside a planted `.dev.vars`. */
import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';

test('holds the variables of vitest.config.ts and no others', () => {
  const variables = Object.entries(env).filter(
    ([name, value]) => typeof value === 'string' && !name.startsWith('__VITEST'),
  );
  expect(Object.fromEntries(variables)).toEqual({
    CHECKLY_API_URL: 'http://127.0.0.1:1',
    CACHE_PARTITION_SECRET: 'for-tests-only-not-a-secret-0000000000000',
    ENVIRONMENT: 'local',
  });
});
