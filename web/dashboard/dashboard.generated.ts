/** Written by `npm run print:operations` from web/dashboard/dashboard.graphql. */

/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** What a test session has come to. */
export type TestSessionStatus =
  /** Somebody or something stopped it before its end. */
  | 'CANCELLED'
  /** At least one check run failed. */
  | 'FAILED'
  /** Every check run passed. */
  | 'PASSED'
  /** At least one check run has not ended yet. */
  | 'RUNNING';

export type DashboardQueryVariables = Exact<{
  branches?: ReadonlyArray<string> | string | null | undefined;
  window: string;
  timeZone: string;
}>;


export type DashboardQuery = { readonly testSessionStatistics: { readonly lookedAt: { readonly sessions: number, readonly isAll: boolean, readonly oldestAt: string | null }, readonly total: { readonly sessions: number, readonly passed: number, readonly failed: number, readonly running: number, readonly cancelled: number, readonly passRate: number | null, readonly durations: { readonly medianMs: number | null, readonly p95Ms: number | null } }, readonly intervals: ReadonlyArray<{ readonly from: string, readonly isPartial: boolean, readonly tally: { readonly passed: number, readonly failed: number, readonly passRate: number | null, readonly durations: { readonly medianMs: number | null, readonly p95Ms: number | null } } }>, readonly red: ReadonlyArray<{ readonly name: string, readonly branch: string | null, readonly failures: number, readonly lastStatuses: ReadonlyArray<TestSessionStatus | null>, readonly since: { readonly startedAt: string, readonly url: string | null, readonly commit: { readonly sha: string | null, readonly headline: string | null, readonly url: string | null } | null }, readonly latest: { readonly startedAt: string, readonly url: string | null } }>, readonly flakiest: ReadonlyArray<{ readonly name: string, readonly branch: string | null, readonly changes: number, readonly decided: number, readonly lastStatuses: ReadonlyArray<TestSessionStatus | null> }> } | null, readonly running: { readonly nodes: ReadonlyArray<{ readonly sessionId: string, readonly name: string, readonly url: string | null, readonly startedAt: string, readonly isFailing: boolean | null, readonly startedBy: { readonly name: string } | null, readonly commit: { readonly branch: string | null, readonly sha: string | null, readonly url: string | null } | null, readonly counts: { readonly total: number, readonly passed: number, readonly failed: number, readonly cancelled: number } | null } | null>, readonly pageInfo: { readonly hasNextPage: boolean } } | null };

export type BranchesQueryVariables = Exact<{
  window: string;
}>;


export type BranchesQuery = { readonly testSessionStatistics: { readonly groups: ReadonlyArray<{ readonly key: string | null, readonly lastStatuses: ReadonlyArray<TestSessionStatus | null>, readonly tally: { readonly sessions: number, readonly passRate: number | null } }> } | null };

export type SessionEndSubscriptionVariables = Exact<{
  id: string | number;
}>;


export type SessionEndSubscription = { readonly testSessionCompleted: { readonly status: TestSessionStatus | null } | null };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}

export const DashboardDocument = new TypedDocumentString(`
    query Dashboard($branches: [String!], $window: Duration!, $timeZone: String!) {
  testSessionStatistics(
    filter: {branches: $branches, createdWithin: $window}
    interval: DAY
    timeZone: $timeZone
  ) {
    lookedAt {
      sessions
      isAll
      oldestAt
    }
    total {
      sessions
      passed
      failed
      running
      cancelled
      passRate
      durations {
        medianMs
        p95Ms
      }
    }
    intervals {
      from
      isPartial
      tally {
        passed
        failed
        passRate
        durations {
          medianMs
          p95Ms
        }
      }
    }
    red(first: 12) {
      name
      branch
      failures
      since {
        startedAt
        url
        commit {
          sha
          headline
          url
        }
      }
      latest {
        startedAt
        url
      }
      lastStatuses
    }
    flakiest(first: 6) {
      name
      branch
      changes
      decided
      lastStatuses
    }
  }
  running: testSessions(
    filter: {branches: $branches, statuses: [RUNNING], createdWithin: $window}
    first: 12
  ) {
    nodes {
      sessionId
      name
      url
      startedAt
      isFailing
      startedBy {
        name
      }
      commit {
        branch
        sha
        url
      }
      counts {
        total
        passed
        failed
        cancelled
      }
    }
    pageInfo {
      hasNextPage
    }
  }
}
    `) as unknown as TypedDocumentString<DashboardQuery, DashboardQueryVariables>;
export const BranchesDocument = new TypedDocumentString(`
    query Branches($window: Duration!) {
  testSessionStatistics(filter: {createdWithin: $window}) {
    groups(by: BRANCH, first: 12) {
      key
      lastStatuses
      tally {
        sessions
        passRate
      }
    }
  }
}
    `) as unknown as TypedDocumentString<BranchesQuery, BranchesQueryVariables>;
export const SessionEndDocument = new TypedDocumentString(`
    subscription SessionEnd($id: ID!) {
  testSessionCompleted(id: $id) {
    status
  }
}
    `) as unknown as TypedDocumentString<SessionEndSubscription, SessionEndSubscriptionVariables>;
