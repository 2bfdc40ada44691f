/**
 * The least that answers the benchmark's query: a schema by hand, a page fetched and mapped for each request, no cache,
 * no limits, no validation of what upstream sent. The plain Yoga Worker and the peers of bench/peers share it.
 */

export const plainTypeDefs = /* GraphQL */ `
  type Query { testSessions(filter: Filter, first: Int = 20, after: String): Connection! }
  input Filter { statuses: [Status!], branches: [String!] }
  enum Status { RUNNING FAILED PASSED CANCELLED }
  type Connection { edges: [Edge!]!, pageInfo: PageInfo! }
  type PageInfo { hasNextPage: Boolean!, endCursor: String }
  type Edge { cursor: String!, node: TestSession }
  type TestSession { name: String!, status: Status, invoker: Invoker, commit: Commit }
  type Invoker { name: String, picture: String }
  type Commit { sha: String, message: String, branch: String }
`;

export interface PlainContext {
  readonly upstreamUrl: string;
  readonly headers: Readonly<Record<string, string>>;
}

interface Entry {
  readonly id: string;
  readonly commitId?: string | null;
  readonly commitMessage?: string | null;
  readonly branchName?: string | null;
}

interface UpstreamPage {
  readonly entries: readonly Entry[];
  readonly nextId?: string | null;
}

export interface PlainArguments {
  readonly filter?: { readonly statuses?: readonly string[]; readonly branches?: readonly string[] };
  readonly first: number;
  readonly after?: string;
}

/** Reads what upstream answers to the arguments. Default: by a call of its own. */
type ReadPage = (args: PlainArguments, context: PlainContext, info: unknown) => Promise<UpstreamPage>;

export function createPlainResolvers(readPage: ReadPage = fetchPage) {
  return {
    Query: {
      testSessions: async (_: unknown, args: PlainArguments, context: PlainContext, info: unknown) =>
        toConnection(await readPage(args, context, info)),
    },
    TestSession: {
      commit: ({ commitId, commitMessage, branchName }: Entry) => ({
        sha: commitId,
        message: commitMessage,
        branch: branchName,
      }),
    },
  };
}

async function fetchPage(
  { filter, first, after }: PlainArguments,
  { upstreamUrl, headers }: PlainContext,
): Promise<UpstreamPage> {
  const query = new URLSearchParams({ limit: String(first) });
  for (const status of filter?.statuses ?? []) query.append('statuses[]', status);
  for (const branch of filter?.branches ?? []) query.append('branches[]', branch);
  if (after !== undefined) query.set('nextId', atob(after));
  const response = await fetch(`${upstreamUrl}/v1/test-sessions?${query}`, { headers });
  return await response.json();
}

function toConnection({ entries, nextId }: UpstreamPage) {
  const edges = entries.map((node) => ({ cursor: btoa(node.id), node }));
  return {
    edges,
    pageInfo: { hasNextPage: typeof nextId === 'string', endCursor: edges.at(-1)?.cursor ?? null },
  };
}
