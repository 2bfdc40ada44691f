/**
 * The tabs that a first visit to GraphiQL opens with: each is worth pressing play on against the demo data. Lines are
 * short enough for half a screen. What a query must be told stands here; credentials have fields of their own.
 */

export interface ExampleTab {
  readonly query: string;
  /** A JSON text, as GraphiQL's variables editor holds it. */
  readonly variables?: string;
}

const redOnMain = `# Press play: what failed on main in the last day.
query RedOnMain {
  testSessions(
    filter: {
      statuses: [FAILED]
      branches: ["main"]
      createdWithin: "PT24H"
    }
    first: 10
  ) {
    nodes {
      name
      status
      startedAt
      counts {
        failed
        total
      }
      commit {
        headline
        owner
        branch
      }
      url
    }
    pageInfo {
      hasNextPage
    }
  }
}
`;

const myBranch = `# The last run of a branch: put yours into "branch" below.
query MyBranch($branch: String!) {
  testSessions(
    filter: { branches: [$branch] }
    first: 1
  ) {
    nodes {
      name
      status
      startedAt
      durationMs
      counts {
        total
        running
        passed
        failed
      }
      commit {
        sha
        headline
      }
      url
    }
  }
}
`;

const sessionsOfCommit = `# All sessions of a commit: its id, or words of its
# message. Also finds names, owners and branches.
query SessionsOfCommit($commit: String!) {
  testSessions(
    filter: { search: $commit }
    first: 20
  ) {
    nodes {
      name
      status
      createdAt
      commit {
        sha
        headline
      }
    }
  }
}
`;

const oneSession = `# The newest failed session with its check runs and
# errors. With a sessionId at hand, ask for
#   testSession(id: "…") { … }
query OneSession {
  testSessions(
    filter: { statuses: [FAILED] }
    first: 1
  ) {
    nodes {
      sessionId
      name
      url
      results {
        name
        resultType
        hasErrors
        hasFailures
        responseTimeMs
        errorGroups {
          id
        }
      }
      errorGroups {
        message
        firstSeen
        lastSeen
      }
    }
  }
}
`;

const runningNow = `# What runs at this moment, and how far it is.
query RunningNow {
  testSessions(
    filter: { statuses: [RUNNING] }
    first: 10
  ) {
    nodes {
      sessionId
      name
      startedAt
      counts {
        total
        running
        passed
        failed
      }
    }
  }
}
`;

const waitForSession = `# Tells when a session has ended. Copy the sessionId
# of a running one from RunningNow into "id" below.
subscription WaitForSession($id: ID!) {
  testSessionCompleted(id: $id) {
    name
    status
    durationMs
    url
  }
}
`;

const pageByPage = `# Press play, copy endCursor from the answer into
# "after" below, and press play again.
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
  { query: redOnMain },
  { query: myBranch, variables: '{\n  "branch": "feature/new-pricing"\n}' },
  { query: sessionsOfCommit, variables: '{\n  "commit": "show shipping costs"\n}' },
  { query: oneSession },
  { query: pageByPage, variables: '{\n  "first": 3,\n  "after": null\n}' },
  { query: runningNow },
  { query: waitForSession, variables: '{\n  "id": ""\n}' },
];
