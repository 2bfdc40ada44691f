/** Asks the gateway one typed operation, and tells what the answer cost and how long it stays fresh. */
import type { TypedDocumentString } from './dashboard.generated.ts';

export interface Cost {
  /** Calls to Checkly that this answer waited for. */
  readonly upstreamCalls: number;
  /** Calls that a cache made unnecessary. */
  readonly savedCalls: number;
  /** Calls that the query may need with nothing cached. */
  readonly requestedCalls: number;
}

interface Problem {
  readonly code: string;
  readonly message: string;
}

export interface Answer<Data> {
  /** Null when nothing could be answered. */
  readonly data: Data | null;
  readonly problems: readonly Problem[];
  /** Null when the answer does not tell. */
  readonly cost: Cost | null;
  /** Until it is worth asking again, milliseconds. */
  readonly freshForMs: number;
}

interface GraphQLBody<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
  readonly extensions?: { readonly cost?: Cost };
}

/** An answer says its freshness in `Cache-Control`; one that may not be kept at all is asked for again in this time. */
const shortestMs = 4_000;

/** @throws TypeError when the gateway cannot be reached, or the answer is no JSON */
export async function load<Data, Variables>(
  document: TypedDocumentString<Data, Variables>,
  variables: Variables,
  { headers, signal }: { readonly headers: Readonly<Record<string, string>>; readonly signal: AbortSignal },
): Promise<Answer<Data>> {
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ query: document.toString(), variables }),
    signal,
  });
  const { data = null, errors = [], extensions }: GraphQLBody<Data> = await response.json();
  return {
    data,
    problems: errors.map(({ message, extensions: about }) => ({ message, code: about?.code ?? 'ERROR' })),
    cost: extensions?.cost ?? null,
    freshForMs: readFreshness(response.headers),
  };
}

export function addCosts(one: Cost | null, other: Cost | null): Cost | null {
  if (one === null || other === null) return one ?? other;
  return {
    upstreamCalls: one.upstreamCalls + other.upstreamCalls,
    savedCalls: one.savedCalls + other.savedCalls,
    requestedCalls: one.requestedCalls + other.requestedCalls,
  };
}

function readFreshness(headers: Headers): number {
  const retryAfter = Number(headers.get('retry-after') ?? 0);
  const maxAge = Number(/max-age=(\d+)/.exec(headers.get('cache-control') ?? '')?.[1] ?? 0);
  return Math.max(shortestMs, maxAge * 1000, retryAfter * 1000);
}
