/** `npm run test:projects`: the clients that are built, as their README starts them, against the deployable bundle. */
import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: resolve(import.meta.dirname, '..'),
  test: {
    name: 'projects',
    // Both compile Relay's tags.
    fileParallelism: false,
    include: ['test/projects/**/*.test.ts'],
    globalSetup: ['test/projects/install.setup.ts', 'scripts/build-worker.ts', 'test/support/pages.setup.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
