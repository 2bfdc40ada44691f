/** What a request asks, read once: its bounded body or its address, and its cache directives. Executes nothing. */

import type { GraphQLParams } from 'graphql-yoga';
import { maxRequestBodyBytes } from '../../limits.ts';
import { problem } from '../problem.ts';

export interface AskedRequest {
  /** The JSON of a POST, or a GET's parameters in that form; null for other methods. */
  readonly text: string | null;
  /** Null where the GraphQL server reads the request by itself. */
  readonly params: GraphQLParams | null;
  readonly request: Request;
}

export type ReadRequest =
  | { readonly kind: 'asked'; readonly asked: AskedRequest }
  | { readonly kind: 'refused'; readonly response: Response };

export async function readGraphQLRequest(request: Request): Promise<ReadRequest> {
  if (request.method === 'GET') return readGet(request);
  if (request.method !== 'POST') return asked({ request, text: null, params: null });
  // A form or plain text could be sent by any page without asking: only JSON is taken.
  if (!/^application\/json\s*(;|$)/i.test(request.headers.get('content-type') ?? '')) {
    return refuse(415, 'Content-Type', 'must be application/json');
  }
  const text = await readBody(request, maxRequestBodyBytes);
  if (text === null) {
    const response = problem(413, 'BAD_USER_INPUT', `A request takes at most ${maxRequestBodyBytes} bytes.`);
    return { kind: 'refused', response };
  }
  return readPost(request, text);
}

function readPost(request: Request, text: string): ReadRequest {
  const json = parseJson(text);
  if (json === undefined) return refuse(400, 'body', 'must be JSON');
  if (isObject(json)) return asked({ request, text, params: json });
  // The GraphQL server says what it takes instead.
  const headers = new Headers(request.headers);
  headers.set('content-type', 'application/json');
  return asked({ request: new Request(request, { headers, body: text }), text, params: null });
}

/** GraphQL over HTTP, section 5.1. */
function readGet(request: Request): ReadRequest {
  const { searchParams } = new URL(request.url);
  const variables = searchParams.get('variables') || 'null';
  const extensions = searchParams.get('extensions') || 'null';
  if (parseJson(variables) === undefined) return refuse(400, 'variables', 'must be JSON');
  if (parseJson(extensions) === undefined) return refuse(400, 'extensions', 'must be JSON');
  const [query, operationName] = ['query', 'operationName'].map((name) =>
    JSON.stringify(searchParams.get(name) || null),
  );
  const text = `{"query":${query},"operationName":${operationName},"variables":${variables},"extensions":${extensions}}`;
  return asked({ request, text, params: null });
}

/** The body's text; null when it is longer than `maxBytes`. A declared length is trusted: workerd holds clients to it. */
async function readBody(request: Request, maxBytes: number): Promise<string | null> {
  const declared = request.headers.get('content-length');
  if (declared !== null) return Number(declared) <= maxBytes ? request.text() : null;
  const decoder = new TextDecoder();
  let size = 0;
  let text = '';
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > maxBytes) return null;
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

function asked(request: AskedRequest): ReadRequest {
  return { kind: 'asked', asked: request };
}

/** The part's own text is not quoted. */
function refuse(status: number, argument: string, reason: string): ReadRequest {
  const response = problem(status, 'BAD_USER_INPUT', `${argument}: ${reason}`, { argument, reason });
  return { kind: 'refused', response };
}

/** Undefined when it is not JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is GraphQLParams {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export interface CacheDirectives {
  /** `no-cache`, `max-age=0` or the old `Pragma: no-cache`: nothing older than now. */
  readonly isNoCache: boolean;
  /** `no-store`: nothing of this exchange is kept. */
  readonly isNoStore: boolean;
}

export function readCacheDirectives(headers: Headers): CacheDirectives {
  const header = headers.get('cache-control');
  const directives = (header ?? headers.get('pragma') ?? '')
    .toLowerCase()
    .split(',')
    .map((part) => part.trim());
  return {
    isNoCache: directives.includes('no-cache') || directives.includes('max-age=0'),
    isNoStore: header !== null && directives.includes('no-store'),
  };
}
