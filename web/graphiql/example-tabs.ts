/**
 * The tabs that a first visit to GraphiQL opens with: each is worth pressing play on against the demo data.
 * Queries only; how they are shown is `mount.ts`'s business.
 */

export interface ExampleTab {
  readonly query: string;
  /** A JSON text, as GraphiQL's variables editor holds it. */
  readonly variables?: string;
}

const failedOnMain = `# Press play: the newest failed sessions on main,
# who started them, and the commit they tested.
#
# The demo needs no credential. Elsewhere put yours
# into the Headers below:
#   { "authorization": "Bearer <Checkly API key>",
#     "x-checkly-account": "<account id>" }
query FailedOnMain {
  testSessions(filter: { statuses: [FAILED], branches: ["main"] }, first: 5) {
    edges {
      cursor
      node {
        name
        status
        startedAt
        invoker {
          name
          picture
        }
        commit {
          sha
          message
          branch
        }
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
`;

const runningNow = `# What runs at this moment, and how far it is.
#
# To be told when one has ended, play this in a new
# tab, with its sessionId:
#   subscription {
#     testSessionCompleted(id: "…") { name status }
#   }
query RunningNow {
  testSessions(filter: { statuses: [RUNNING] }, first: 10) {
    nodes {
      sessionId
      name
      provider
      startedAt
      counts {
        total
        running
        passed
        failed
        cancelled
      }
    }
  }
}
`;

const pageByPage = `# Press play, copy endCursor from the answer into the
# variable "after" below, and press play again.
query PageByPage($first: Int!, $after: String) {
  testSessions(first: $first, after: $after) {
    edges {
      cursor
      node {
        name
        status
        createdAt
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
`;

export const exampleTabs: readonly ExampleTab[] = [
  { query: failedOnMain },
  { query: runningNow },
  { query: pageByPage, variables: '{\n  "first": 3,\n  "after": null\n}' },
];
