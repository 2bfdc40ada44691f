/** The query that everybody answers, and the request that brings it. */
import type { RequestParts } from '../scripts/workerd/connection.ts';
import { credentialHeaders } from './upstream-pages.ts';

const query = `query ($branches: [String!], $first: Int) {
  testSessions(filter: {statuses: [FAILED], branches: $branches}, first: $first) {
    edges { cursor node { name status invoker { name picture } commit { sha message branch } } }
    pageInfo { hasNextPage endCursor } } }`;

const defaultFirst = 20;

/** The debug header keeps a response from being cached, and makes it a little longer. */
export const executedHeaders = { 'x-gateway-debug': '1' } as const;

export interface Question {
  readonly branch: string;
  readonly first?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

export function toGraphQLRequest({ branch, first = defaultFirst, headers = {} }: Question): RequestParts {
  return toRequest(JSON.stringify({ query, variables: { branches: [branch], first } }), headers);
}

const monthQuery = `{ testSessionStatistics(interval: DAY, timeZone: "Europe/Berlin") {
  lookedAt { sessions isAll } total { ...t } intervals { from isPartial tally { ...t } }
  branches: groups(by: BRANCH, first: 10) { key lastStatuses tally { ...t } }
  names: groups(by: NAME, first: 10) { key lastStatuses tally { ...t } }
  projects: groups(by: PROJECT, first: 10) { key lastStatuses tally { ...t } }
  environments: groups(by: ENVIRONMENT, first: 10) { key lastStatuses tally { ...t } }
  providers: groups(by: PROVIDER, first: 10) { key lastStatuses tally { ...t } }
  slowest(first: 5) { name durationMs } red { name branch failures since { commit { sha } } }
  flakiest(first: 10) { name branch changes lastStatuses } }
  latestTestSessions(by: BRANCH) { groups { key gotWorse latest { status } previous { status } } } }
  fragment t on TestSessionTally { sessions passed failed passRate durations { medianMs p95Ms maxMs } }`;

/** Everything about a month of 2,500 sessions. */
export function toMonthRequest(): RequestParts {
  return toRequest(JSON.stringify({ query: monthQuery }), executedHeaders);
}

function toRequest(body: string, headers: Readonly<Record<string, string>>): RequestParts {
  return {
    method: 'POST',
    path: '/graphql',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json',
      ...credentialHeaders,
      ...headers,
    },
    body,
  };
}
