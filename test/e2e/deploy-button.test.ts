/** What somebody gets who accepts every prompt of a deploy button, which asks for the lines of `.dev.vars.example`. */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { beforeAll, expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { readConfig } from '../../src/config/config.ts';

let prompts: NodeJS.Dict<string>;
beforeAll(async () => {
  prompts = parseEnv(await readFile(resolve(import.meta.dirname, '../../.dev.vars.example'), 'utf8'));
});

test('asks for the secret alone, and says what to fill in', () => {
  expect(prompts).toEqual({ CACHE_PARTITION_SECRET: '' });
  expect(Object.keys(manifest.cloudflare.bindings)).toEqual(Object.keys(prompts));
});

test('leaves a gateway that refuses to serve when the prompt is accepted as it is', () => {
  expect(() => readConfig(prompts)).toThrow('CACHE_PARTITION_SECRET');
});

test('leaves a gateway that serves nobody without a credential when the secret is filled in', () => {
  const { credentials, checkly, environment } = readConfig({ CACHE_PARTITION_SECRET: 'x'.repeat(32) });
  expect(credentials).toMatchObject({ publicCredential: null, passThrough: true });
  expect([checkly.baseUrl, environment]).toEqual(['https://api.checklyhq.com', 'production']);
});
