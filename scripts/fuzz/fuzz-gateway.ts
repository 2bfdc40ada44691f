/** The fuzzer as a whole: a gateway of its own with marked secrets, inputs, and what was found in answers and log. */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { buildSchema } from 'graphql';
import { Agent, request } from 'undici';
import { bothKey, demoAccountId, demoKey, otherAccountId, otherKey } from '../../emulator/accounts.ts';
import { errorDescriptions } from '../describe-errors.ts';
import { startBareGateway } from '../workerd/bare-gateway.ts';
import { createDamagedUpstream } from './damaged-upstream.ts';
import type { Samples } from './documents.ts';
import type { World } from './inputs.ts';
import { judgeLog, type Promises } from './judge.ts';
import { type Outcome, runInputs } from './run-inputs.ts';

const root = resolve(import.meta.dirname, '../..');
const token = 'gw_mark_gateway_token_00000';
const purgeToken = 'purge_mark_purge_token_00000';
const partitionSecret = 'mark-partition-secret-0000000000000000000';
const upstreamMark = 'mark-of-upstream';
/** Inputs between two questions that have to be answered well. */
const batchSize = 500;

export interface FuzzOptions {
  readonly seed: number;
  readonly from: number;
  readonly count: number;
  /** After each batch. */
  readonly report?: (sent: number, problems: number) => void;
}

export interface FuzzResult extends Outcome {
  /** Of the log as a whole, and of the good question between. */
  readonly otherProblems: readonly string[];
  readonly upstreamCalls: number;
}

/** `dist/worker` has to be built. */
export async function fuzzGateway({
  seed,
  from,
  count,
  report = () => {},
}: FuzzOptions): Promise<FuzzResult> {
  const gateway = await startBareGateway({
    vars: {
      CACHE_PARTITION_SECRET: partitionSecret,
      GATEWAY_TOKENS: JSON.stringify({ [token]: { key: bothKey, account: demoAccountId } }),
      PURGE_TOKENS: JSON.stringify({ [purgeToken]: demoAccountId }),
      UPSTREAM_CALLS_PER_MINUTE: '100000',
      SUBSCRIPTION_MAX_SECONDS: '2',
    },
    emulator: { sessions: 300, requestsPerMinute: null },
  });
  const agent = new Agent({ connections: 32 });
  const { url, emulator, server } = gateway;
  try {
    const promises: Promises = {
      codes: new Set(Object.keys(errorDescriptions)),
      secrets: [token, purgeToken, partitionSecret, upstreamMark, bothKey, demoKey, otherKey],
    };
    const world: World = {
      schema: buildSchema(await readFile(resolve(root, 'schema.graphql'), 'utf8')),
      samples: await readSamples(url, agent),
      readers: [{ authorization: `Bearer ${token}` }, ...readers, {}],
      purgeAuthorization: `Bearer ${purgeToken}`,
    };
    const damage = await createDamagedUpstream(emulator, seed, upstreamMark);
    const otherProblems = new Set<string>();
    const outcomes: Outcome[] = [];
    for (let start = from; start < from + count; start += batchSize) {
      const to = Math.min(start + batchSize, from + count);
      outcomes.push(await runInputs({ url, agent, world, promises, seed, from: start, to, prepare: damage }));
      emulator.setFaults([]);
      const problem = await askGoodQuestion(url, agent, to);
      if (problem !== null) otherProblems.add(problem);
      const problems = outcomes.reduce((sum, outcome) => sum + outcome.problems, 0);
      report(to - from, problems);
    }
    for (const problem of judgeLog(server.output(), promises)) otherProblems.add(problem);
    const upstreamCalls = Object.values(emulator.stats().requests).reduce((sum, calls) => sum + calls, 0);
    return { ...mergeOutcomes(outcomes), otherProblems: [...otherProblems], upstreamCalls };
  } finally {
    await agent.close();
    await gateway.stop();
  }
}

const readers = [
  { authorization: `Bearer ${demoKey}`, 'x-checkly-account': demoAccountId },
  { authorization: `Bearer ${otherKey}`, 'x-checkly-account': otherAccountId },
  { authorization: 'Bearer cu_nobody', 'x-checkly-account': demoAccountId },
] as const;

/** Null when a question is answered as it should. Its page was never read before: one that was may be a damaged one. */
async function askGoodQuestion(url: string, agent: Agent, number: number): Promise<string | null> {
  const from = new Date(Date.UTC(2020, 0, 1) + number * 1_000).toISOString();
  const query = `{ testSessions(first: 2, filter: { from: "${from}" }) { nodes { id name } } }`;
  const text = await ask(url, agent, query);
  return /^\{"data":\{"testSessions":\{"nodes":\[\{[^\]]*\}\]\}\},"extensions"/.test(text)
    ? null
    : `a good question after ${number} inputs is answered: ${text.slice(0, 500)}`;
}

async function readSamples(url: string, agent: Agent): Promise<Samples> {
  const texts = await Promise.all(
    [
      '{ testSessions(first: 20) { edges { cursor node { id sessionId errorGroups { id } } } } }',
      '{ testSessions(first: 5, filter: { branches: ["main"] }) { edges { cursor } } }',
      '{ testSessionErrorGroups(first: 5) { edges { cursor node { id } } } }',
    ].map((query) => ask(url, agent, query)),
  );
  const all = (pattern: RegExp) => [...texts.join().matchAll(pattern)].map(([, value = '']) => value);
  return { cursors: all(/"cursor":"([^"]+)"/g), ids: all(/"(?:id|sessionId)":"([^"]+)"/g) };
}

async function ask(url: string, agent: Agent, query: string): Promise<string> {
  const response = await request(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...readers[0] },
    body: JSON.stringify({ query }),
    dispatcher: agent,
  });
  return response.body.text();
}

function mergeOutcomes(outcomes: readonly Outcome[]): Outcome {
  const sum = (maps: readonly ReadonlyMap<string, number>[]): Map<string, number> => {
    const total = new Map<string, number>();
    for (const map of maps) for (const [name, count] of map) total.set(name, (total.get(name) ?? 0) + count);
    return total;
  };
  const findings = new Map(
    outcomes.flatMap((each) => each.findings.map((finding) => [finding.problem, finding])),
  );
  return {
    counts: sum(outcomes.map(({ counts }) => counts)),
    statuses: sum(outcomes.map(({ statuses }) => statuses)),
    findings: [...findings.values()],
    problems: outcomes.reduce((total, { problems }) => total + problems, 0),
    slowestMs: Math.max(...outcomes.map(({ slowestMs }) => slowestMs)),
    largestBytes: Math.max(...outcomes.map(({ largestBytes }) => largestBytes)),
  };
}
