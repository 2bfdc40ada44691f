/** An environment of wrangler.toml takes over neither variables nor bindings: here is what keeps the three alike. */
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { unstable_readConfig as readWranglerConfig } from 'wrangler';

const root = resolve(import.meta.dirname, '../..');

function readEnvironment(env: string): Record<string, unknown> {
  const { name, targetEnvironment, secrets, ...rest } = readWranglerConfig(
    { config: resolve(root, 'wrangler.toml'), env },
    { hideWarnings: true },
  );
  return { ...rest };
}

function readSecrets(env: string): unknown {
  return readWranglerConfig({ config: resolve(root, 'wrangler.toml'), env }, { hideWarnings: true }).secrets;
}

test.each(['staging', 'local'])('"%s" has every variable and binding of production', (env) => {
  expect(readEnvironment(env)).toEqual(readEnvironment(''));
});

test('what is deployed requires its secret, and what runs locally lets .dev.vars hold any', () => {
  const required = { required: ['CACHE_PARTITION_SECRET'] };
  expect(['', 'staging', 'local'].map(readSecrets)).toEqual([required, required, undefined]);
});
