/** A request's context over random sessions and errors: what is read comes sooner or later, malformed, null or not at all. */

import type { ErrorGroup } from '../../src/domain/error-group.ts';
import type { SessionSummary } from '../../src/domain/session.ts';
import {
  type SessionDetail,
  type SessionSource,
  toListedSource,
  toLookedUpSource,
} from '../../src/domain/session-detail.ts';
import { CredentialError, InputError } from '../../src/errors/input-error.ts';
import { UpstreamError } from '../../src/errors/upstream-error.ts';
import type { Random } from './random.ts';
import { orNull, toAssets, toIds, toResultDetail, toResultRow } from './random-results.ts';

export interface World {
  readonly contextValue: unknown;
  /** What the resolvers asked of it, in their order. */
  readonly calls: readonly string[];
}

/** With the context of the gateway's own resolvers. */
export function createRandomWorld(random: Random): World {
  const calls: string[] = [];

  /** Chosen at once: what comes first must not depend on the order in which promises settle. */
  function read<Value>(call: string, value: Value): Promise<Value> {
    calls.push(call);
    const error = random.chance(0.15) ? toFailure(random) : null;
    return settleLater(random.below(6), value, error);
  }

  const loaders = {
    findSession: (id: string) => read(`find ${id}`, random.chance(0.2) ? null : toSource(random)),
    loadSummary: ({ sessionId }: SessionDetail) => read(`summary ${sessionId}`, toSummary(random)),
    load: (resource: { readonly name: string }, key: unknown) =>
      read(
        `${resource.name} ${JSON.stringify(key)}`,
        resource.name === 'result-assets' || !random.chance(0.15) ? toValue(resource.name, random) : null,
      ),
  };
  const isRefused = random.chance(0.05);
  let errors = 0;
  const contextValue = {
    now: 1_800_000_000_000,
    maxPageSize: 500,
    subgraphSdl: 'type Query',
    queryCost: {
      take({ first, reads }: { readonly first: number; readonly reads: readonly object[] }) {
        calls.push(`take ${first} ${JSON.stringify(reads)}`);
        if (random.chance(0.05)) throw new InputError('first', 'costs too much');
      },
    },
    meter: {
      countItems(fields: readonly unknown[], items: number) {
        calls.push(`count ${fields.length} ${items}`);
        if (random.chance(0.02)) throw new InputError('request', 'has too many items');
      },
      fail(error: unknown): null {
        errors += 1;
        if (errors <= 5) throw error;
        return null;
      },
    },
    paginate: (_createListing: unknown, { first, after }: { first: number; after: string | null }) =>
      read(`paginate ${first} ${after}`, toConnection(random, calls)),
    loaders() {
      if (isRefused) throw new CredentialError('unauthenticated', 'Who asks?');
      return loaders;
    },
  };
  return { contextValue, calls };
}

function toValue(resource: string, random: Random): object {
  switch (resource) {
    case 'session':
      return toDetail(random);
    case 'result':
      return toResultDetail(random);
    case 'result-assets':
      return toAssets(random);
    default:
      return toErrorGroup(random);
  }
}

/** Rows of both connections at once: a row's `kind` decides what it is read as. */
function toConnection(random: Random, calls: string[]): object {
  const row = () => {
    if (random.chance(0.1)) return { kind: 'malformed', problem: 'a text is missing' };
    return { kind: 'session', session: toSummary(random), group: toErrorGroup(random) };
  };
  const edges = Array.from({ length: random.below(4) }, (_, index) => ({
    row: row(),
    cursor(): string {
      calls.push(`cursor ${index}`);
      if (random.chance(0.05)) throw toFailure(random);
      return `cursor ${index}`;
    },
  }));
  return {
    edges,
    hasPreviousPage: random.chance(0.5),
    hasNextPage: () => settleLater(random.below(4), true, random.chance(0.1) ? toFailure(random) : null),
  };
}

async function settleLater<Value>(ticks: number, value: Value, error: Error | null): Promise<Value> {
  for (let tick = 0; tick < ticks; tick += 1) await null;
  if (error !== null) throw error;
  return value;
}

function toFailure(random: Random): Error {
  return random.pick([
    new UpstreamError({ kind: 'timeout' }),
    new UpstreamError({ kind: 'unavailable', status: 503 }),
    new Error('a fault of the gateway'),
  ]);
}

function toSource(random: Random): SessionSource {
  return random.chance(0.5) ? toListedSource(toSummary(random)) : toLookedUpSource(toDetail(random));
}

function toFacts(random: Random) {
  return {
    sessionId: `session ${random.below(5)}`,
    name: 'nightly',
    status: orNull(random, 'FAILED' as const),
    environment: orNull(random, 'staging'),
    // Neither number is a moment: serializing the second one throws.
    startedAt: random.chance(0.05) ? Number.NaN : 1_700_000_000_000,
    stoppedAt: orNull(random, random.chance(0.05) ? 9e15 : 1_700_000_060_000),
    errorGroupIds: toIds(random),
    repositoryUrl: orNull(random, 'https://github.com/checkly/checkly-cli.git'),
    commitSha: orNull(random, 'abcdef0123'),
    commitOwner: orNull(random, 'somebody'),
    commitMessage: orNull(random, '\n mends it \n\nand more'),
    branch: orNull(random, 'main'),
  };
}

function toSummary(random: Random): SessionSummary {
  return {
    ...toFacts(random),
    accountId: 'account',
    projectId: orNull(random, 'project'),
    provider: random.pick(['GITHUB', 'something else']),
    region: 'eu-west-1',
    running: orNull(random, toIds(random)),
    passed: orNull(random, toIds(random)),
    failed: orNull(random, toIds(random)),
    cancelled: orNull(random, toIds(random)),
    privateLocationId: orNull(random, 'location'),
    invoker: orNull(random, { name: 'somebody', picture: orNull(random, 'https://example.com/a.png') }),
    createdAt: 1_700_000_000_000,
    updatedAt: orNull(random, 1_700_000_000_000),
  };
}

function toDetail(random: Random): SessionDetail {
  return {
    ...toFacts(random),
    url: 'https://app.checklyhq.com/test-sessions/1',
    githubRun: orNull(random, {
      serverUrl: 'https://github.com',
      repository: orNull(random, 'acme/shop'),
      runId: orNull(random, '7'),
      runAttempt: orNull(random, '1'),
      workflow: orNull(random, 'CI'),
      job: orNull(random, 'test'),
      eventName: orNull(random, 'pull_request'),
      ref: orNull(random, 'refs/pull/7/merge'),
      headRef: orNull(random, 'feature'),
      baseRef: orNull(random, 'main'),
    }),
    results: Array.from({ length: random.below(4) }, () => toResultRow(random)),
    fetchedAt: 1_700_000_000_000,
  };
}

function toErrorGroup(random: Random): ErrorGroup {
  return {
    errorGroupId: `error ${random.below(5)}`,
    projectId: orNull(random, 'project'),
    environments: orNull(random, ['staging']),
    hash: 'hash',
    message: 'it broke',
    rawMessage: orNull(random, 'it broke, in colours'),
    firstSeen: random.chance(0.1) ? Number.NaN : 1_700_000_000_000,
    lastSeen: 1_700_000_000_000,
    isArchivedUntilNextEvent: random.chance(0.5),
    occurrences: orNull(
      random,
      Array.from({ length: random.below(3) }, () => ({
        projectName: 'chromium',
        testFile: 'login.spec.ts',
        testTitle: 'logs in',
        suitePath: toIds(random),
        specId: orNull(random, 'spec'),
      })),
    ),
    rootCauseAnalyses: orNull(
      random,
      Array.from({ length: random.below(3) }, () => ({
        analysisId: orNull(random, 'analysis'),
        createdAt: orNull(random, random.chance(0.1) ? Number.NaN : 1_700_000_000_000),
        classification: orNull(random, 'BUG'),
        rootCause: orNull(random, 'a race'),
        userImpact: orNull(random, 'none'),
        codeFix: orNull(random, 'await it'),
        provider: orNull(random, 'somebody'),
        model: orNull(random, 'model'),
        durationMs: orNull(random, 1200),
      })),
    ),
    fetchedAt: 1_700_000_000_000,
  };
}
