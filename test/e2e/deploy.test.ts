/** `npm run deploy` against a stand-in for Cloudflare's API: what it refuses, before a Worker is uploaded. */
import { readdir, readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { quietEnvironment } from '../../scripts/wrangler-dev.ts';
import { type CloudflareApi, startCloudflareApi } from './cloudflare-api.ts';
import { runCommand } from './command.ts';

const root = resolve(import.meta.dirname, '../..');
const runTimeoutMs = 50_000;

let cloudflare: CloudflareApi;
beforeEach(async () => {
  cloudflare = await startCloudflareApi();
});
afterEach(() => cloudflare.close());

test.each(['deploy', 'deploy:staging'])('npm run %s refuses to ship without the secret', async (script) => {
  const command = runCommand('npm', ['run', script], {
    cwd: root,
    env: {
      ...quietEnvironment,
      CLOUDFLARE_API_BASE_URL: cloudflare.url,
      CLOUDFLARE_API_TOKEN: 'not-a-token',
      CLOUDFLARE_ACCOUNT_ID: '0'.repeat(32),
    },
  });
  expect(await command.exit(runTimeoutMs), command.output()).toBe(1);
  expect(command.output()).toContain('required secrets have not been set: CACHE_PARTITION_SECRET');
  expect(cloudflare.asked.filter((request) => request.startsWith('PUT '))).toEqual([]);
});

test('the workflows pin each action to a commit', async () => {
  const directory = resolve(root, '.github/workflows');
  const texts = await Promise.all(
    (await readdir(directory)).map((name) => readFile(resolve(directory, name), 'utf8')),
  );
  const used = texts.flatMap((text) => [...text.matchAll(/uses: (.+)/g)].map(([, action]) => action));
  expect(used.length).toBeGreaterThan(0);
  expect(
    used.filter((action) => !/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(action ?? '')),
  ).toEqual([]);
});
