/** Everything that can be measured: how its server starts, and what each request asks. One entry for a row. */
import type { RequestParts } from '../scripts/workerd/connection.ts';
import { readDeployedSettings } from '../scripts/workerd/deployed-worker.ts';
import type { ServerPlan } from '../scripts/workerd/servers.ts';
import type { WorkerPlan } from '../scripts/workerd/workerd-config.ts';
import { executedHeaders, toGraphQLRequest, toMonthRequest } from './query.ts';
import { bundleGateway, bundleYogaWorker, type Modules, readPlainWorker } from './worker-bundles.ts';

export interface Candidate {
  /** For the command line and the recorded file. */
  readonly name: string;
  /** For people. */
  readonly title: string;
  readonly plan: ServerPlan;
  /** Counts from 0, and no two requests of a server get the same number. */
  toRequest(number: number): RequestParts;
  /** What its ratio is watched against; null when only shown. */
  readonly watchedAgainst: Limit | null;
}

const limits = ['constant', 'pass-through'] as const;
export type Limit = (typeof limits)[number];

export interface CandidateInput {
  readonly isMinified: boolean;
  readonly upstreamPort: number;
  /** Bytes of the gateway's answer: measured once the gateway runs. */
  answerBytes(): number;
}

/** Fresh for as long as a run takes, and more calls than one machine makes: neither is what is measured. */
const steadyVars = {
  FRESH_RUNNING_SECONDS: '3600',
  FRESH_HEAD_SECONDS: '3600',
  CREDENTIAL_VALID_SECONDS: '3600',
  MEMORY_MAX_AGE_SECONDS: '3600',
  UPSTREAM_CALLS_PER_MINUTE: '100000',
  SHARED_CACHE: 'none',
  CACHE_PARTITION_SECRET: 'for-the-benchmark-only-not-a-secret-000',
  ENVIRONMENT: 'local',
};

export async function createCandidates(input: CandidateInput): Promise<readonly Candidate[]> {
  const settings = readDeployedSettings();
  const upstreamUrl = `http://127.0.0.1:${input.upstreamPort}`;
  const plan = (modules: Modules, changes: Partial<WorkerPlan> = {}): ServerPlan => ({
    kind: 'workerd',
    worker: {
      ...settings,
      modules,
      durableObjects: [],
      cacheApiPort: null,
      ...changes,
      vars: { CHECKLY_API_URL: upstreamUrl, ...changes.vars },
    },
  });
  const gatewayModules = await bundleGateway(input.isMinified);
  const gateway = (vars: Record<string, string>, changes: Partial<WorkerPlan> = {}): ServerPlan =>
    plan(gatewayModules, {
      durableObjects: settings.durableObjects,
      ...changes,
      vars: { ...steadyVars, ...vars },
    });
  const main = () => toGraphQLRequest({ branch: 'main' });
  const another = (number: number) => toGraphQLRequest({ branch: `b-${number}` });
  const ofTwenty = { UPSTREAM_PAGE_SIZE: '20' };

  return [
    {
      name: 'constant',
      title: 'constant Worker',
      plan: plan(await readPlainWorker('constant.js')),
      toRequest: () => ({ ...main(), path: `/?bytes=${input.answerBytes()}` }),
      watchedAgainst: null,
    },
    {
      name: 'pass-through',
      title: 'pass-through Worker',
      plan: plan(await readPlainWorker('pass-through.js')),
      toRequest: main,
      watchedAgainst: null,
    },
    {
      name: 'repeated',
      title: 'answer repeated (cached response)',
      plan: gateway({}),
      toRequest: main,
      watchedAgainst: 'constant',
    },
    {
      name: 'executed',
      title: 'page in memory, executed',
      plan: gateway({}),
      toRequest: () => toGraphQLRequest({ branch: 'main', headers: executedHeaders }),
      watchedAgainst: 'constant',
    },
    {
      name: 'month',
      title: 'statistics of 2,500 sessions, pages in memory, executed',
      plan: gateway({}),
      toRequest: toMonthRequest,
      watchedAgainst: null,
    },
    {
      name: 'uncached-20',
      title: 'uncached, page of 20',
      plan: gateway(ofTwenty),
      toRequest: another,
      watchedAgainst: 'pass-through',
    },
    {
      name: 'uncached-20-no-object',
      title: "uncached, page of 20, without the account's object",
      plan: gateway(ofTwenty, { durableObjects: [] }),
      toRequest: another,
      watchedAgainst: null,
    },
    {
      name: 'uncached-20-cache-api',
      title: 'uncached, page of 20, with the Cache API (a miss and a write)',
      plan: gateway({ ...ofTwenty, SHARED_CACHE: 'cache-api' }, { cacheApiPort: input.upstreamPort }),
      toRequest: another,
      watchedAgainst: null,
    },
    {
      name: 'uncached-100',
      title: 'uncached, page of 100',
      plan: gateway({}),
      toRequest: another,
      watchedAgainst: 'pass-through',
    },
    {
      name: 'uncached-100-no-object',
      title: "uncached, page of 100, without the account's object",
      plan: gateway({}, { durableObjects: [] }),
      toRequest: another,
      watchedAgainst: null,
    },
    {
      name: 'yoga-worker',
      title: 'plain Yoga Worker, page of 20',
      plan: plan(await bundleYogaWorker(input.isMinified)),
      toRequest: another,
      watchedAgainst: null,
    },
  ];
}

/** @returns those whose name contains one of the parts, and always the two limits. */
export function chooseCandidates(all: readonly Candidate[], parts: readonly string[]): readonly Candidate[] {
  if (parts.length === 0) return all;
  return all.filter(
    (candidate) => isLimit(candidate.name) || parts.some((part) => candidate.name.includes(part)),
  );
}

export function isLimitOrWatched(candidate: Candidate): boolean {
  return isLimit(candidate.name) || candidate.watchedAgainst !== null;
}

export function isLimit(name: string): boolean {
  return limits.some((limit) => limit === name);
}
