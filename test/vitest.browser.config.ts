/** `npm run test:browser`: the GraphiQL page in the machine's own Chromium, on the deployable bundle. */
import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: resolve(import.meta.dirname, '..'),
  test: {
    name: 'browser',
    include: ['test/browser/**/*.test.ts'],
    globalSetup: ['scripts/build-worker.ts', 'test/support/pages.setup.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
