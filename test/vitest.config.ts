/**
 * `npm test` and `npm run test:simulations` in the Workers runtime, `npm run test:sockets` with the deployable bundle.
 * None reads a `.dev.vars`, so that the tests see the same variables on every machine.
 */
import { resolve } from 'node:path';
import { cloudflareTest } from '@cloudflare/vitest-plugin';
import { defineConfig } from 'vitest/config';
import {
  unstable_readConfig as readWranglerConfig,
  unstable_getMiniflareWorkerOptions as toWorkerOptions,
} from 'wrangler';

const root = resolve(import.meta.dirname, '..');

// The plugin could read wrangler.toml itself, but mixes .dev.vars into the variables and has no option against it.
// Its warnings are hidden: the one that it has, that `env.local` requires no secrets, is so on purpose.
const { main, workerOptions } = toWorkerOptions(
  readWranglerConfig({ config: resolve(root, 'wrangler.toml'), env: 'local' }, { hideWarnings: true }),
  'local',
);

/** All the variables in the tests' `env`. The upstream is a port that nobody listens on. */
const bindings = {
  CHECKLY_API_URL: 'http://127.0.0.1:1',
  CACHE_PARTITION_SECRET: 'for-tests-only-not-a-secret-0000000000000',
  ENVIRONMENT: 'local',
};

/** Multiplies the random cases of the oracles. */
const oracleTimes = Number(process.env.ORACLE_TIMES ?? 1);

/** The platform's own limiter, for the test that hands it to a gateway. */
const ratelimits = { LOCAL_LIMITER: { namespace_id: '1', simple: { limit: 10, period: 60 as const } } };

/** Files of `test/e2e/` that run against the Worker and against the bundle for Node. */
const bothHosts = ['gateway', 'http', 'audits', 'errors', 'storm', 'subscription', 'jwt'];

const onNode = ['test/e2e/**', 'test/bench/**', 'test/browser/**', 'test/projects/**'];
const simulations = ['test/**/*.{property,simulation}.test.ts'];

/** Two minutes in place of five: files share an isolate, as requests do, and each core has one. */
function inWorkerd(files: {
  readonly name: string;
  readonly include: string[];
  readonly exclude?: string[];
}) {
  return {
    root,
    plugins: [cloudflareTest({ main, miniflare: { ...workerOptions, bindings, ratelimits } })],
    test: {
      ...files,
      provide: { oracleTimes },
      globalSetup: 'test/support/pages.setup.ts',
      isolate: false,
      maxWorkers: '100%',
      // A bound, not a measure: the first answer of a file that is Yoga's waits seconds for its modules.
      testTimeout: 30_000,
    },
  };
}

export default defineConfig({
  root,
  test: {
    projects: [
      inWorkerd({
        name: 'workers',
        include: ['test/**/*.test.ts'],
        exclude: [...onNode, ...simulations],
      }),
      // Thousands of random cases beside an oracle, and minutes of many readers.
      inWorkerd({ name: 'simulations', include: simulations }),
      {
        root,
        // The one that Node gives to the routers: a schema of vite's own choice would be of another realm to them.
        resolve: {
          alias: [{ find: /^graphql$/, replacement: resolve(root, 'node_modules/graphql/index.js') }],
        },
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts', 'test/bench/**/*.test.ts'],
          exclude: ['test/e2e/node/**'],
          globalSetup: ['scripts/build-worker.ts', 'test/support/pages.setup.ts'],
          // Bounds, not measures: starting wrangler takes a second or two on an idle machine.
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        root,
        test: {
          name: 'e2e-node',
          // What must hold on both hosts, and what only Node has.
          include: [...bothHosts.map((name) => `test/e2e/${name}.test.ts`), 'test/e2e/node/**/*.test.ts'],
          env: { GATEWAY_HOST: 'node' },
          globalSetup: 'scripts/build-node.ts',
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
