/** What a request asks, read once: its bounded body or its address, and its cache directives. Executes nothing. */

import { readBoundedText } from '../../bounded-text.ts';
import { clientRefusal } from '../../client-limit.ts';
import { isObject } from '../../domain/is-object.ts';
import { clientRetrySeconds, maxRequestBodyBytes } from '../../limits.ts';
import { allowedMethods } from '../cross-origin.ts';
import { type Problem, problem } from '../problem.ts';
import { type AcceptedTypes, offeredTypes } from './media-type.ts';

export interface AskedRequest {
  readonly request: Request;
  /** The JSON of a POST, or a GET's parameters in that form. */
  readonly text: string;
  readonly accepted: AcceptedTypes;
  /**
   * `text` parsed, once and when somebody asks; undefined when it is not JSON. Of an object only what the gateway
   * knows: others are ignored (GraphQL over HTTP, section 5).
   */
  readJson(): unknown;
}

/** A refusal, or what is asked. Parses nothing yet: a cached response is found by the text. */
export async function readGraphQLRequest(
  request: Request,
  accepted: AcceptedTypes,
): Promise<AskedRequest | Problem> {
  if (request.method !== 'GET' && request.method !== 'POST') return refuseMethod();
  if (accepted.json === null && accepted.stream === null) return refuseAccept();
  if (request.method === 'GET') return readGet(request, accepted);
  // A form or plain text could be sent by any page without asking: only JSON is taken.
  if (!/^application\/json\s*(;|$)/i.test(request.headers.get('content-type') ?? '')) {
    return refuse(415, 'Content-Type', 'must be application/json');
  }
  const text = await readBody(request, maxRequestBodyBytes);
  if (text !== null) return toAsked(request, accepted, text);
  return problem(413, 'BAD_USER_INPUT', `A request takes at most ${maxRequestBodyBytes} bytes.`);
}

/** The body's own text is not quoted. */
export function refuseBody(): Problem {
  return refuse(400, 'body', 'must be JSON');
}

/** A result that the client takes in no form: a subscription has to be a stream. */
export function refuseAccept(): Problem {
  return refuse(406, 'Accept', `takes none of what is offered: ${offeredTypes}`);
}

/** Before anything is parsed. A request that is known to cost more may be refused later. */
export function refuseClient(): Problem {
  const headers = { 'retry-after': String(clientRetrySeconds) };
  return problem(429, 'RATE_LIMITED', clientRefusal, { retryAfter: clientRetrySeconds }, headers);
}

export interface CacheDirectives {
  /** `no-cache`, `max-age=0` or the old `Pragma: no-cache`: nothing older than now. */
  readonly isNoCache: boolean;
  /** `no-store`: nothing of this exchange is kept. */
  readonly isNoStore: boolean;
}

/** The request cache directives of a client, RFC 9111, sections 5.2.1 and 5.4. */
export function readCacheDirectives(headers: Headers): CacheDirectives {
  const header = headers.get('cache-control');
  const text = header ?? headers.get('pragma');
  if (text === null) return { isNoCache: false, isNoStore: false };
  const directives = text
    .toLowerCase()
    .split(',')
    .map((part) => part.trim());
  return {
    isNoCache: directives.includes('no-cache') || directives.includes('max-age=0'),
    isNoStore: header !== null && directives.includes('no-store'),
  };
}

function toAsked(request: Request, accepted: AcceptedTypes, text: string): AskedRequest {
  let parsed: { readonly value: unknown } | null = null;
  return {
    request,
    accepted,
    text,
    readJson() {
      parsed ??= { value: toParams(parseJson(text)) };
      return parsed.value;
    },
  };
}

function toParams(json: unknown): unknown {
  if (!isObject(json)) return json;
  const { query, documentId, operationName, variables, extensions } = json;
  return {
    query,
    documentId,
    operationName: operationName === '' ? null : operationName,
    variables,
    extensions,
  };
}

/** GraphQL over HTTP, section 5.1. */
function readGet(request: Request, accepted: AcceptedTypes): AskedRequest | Problem {
  const { searchParams } = new URL(request.url);
  const variables = searchParams.get('variables') || 'null';
  const extensions = searchParams.get('extensions') || 'null';
  if (parseJson(variables) === undefined) return refuse(400, 'variables', 'must be JSON');
  if (parseJson(extensions) === undefined) return refuse(400, 'extensions', 'must be JSON');
  const [query, documentId, operationName] = ['query', 'documentId', 'operationName'].map((name) =>
    JSON.stringify(searchParams.get(name) || null),
  );
  return toAsked(
    request,
    accepted,
    `{"query":${query},"documentId":${documentId},"operationName":${operationName},"variables":${variables},"extensions":${extensions}}`,
  );
}

/** The body's text; null when it is longer than `maxBytes`. A declared length is trusted: workerd holds clients to it. */
async function readBody(request: Request, maxBytes: number): Promise<string | null> {
  const declared = request.headers.get('content-length');
  if (declared !== null) return Number(declared) <= maxBytes ? request.text() : null;
  return readBoundedText(request.body, maxBytes);
}

function refuseMethod(): Problem {
  return problem(405, 'METHOD_NOT_ALLOWED', 'GraphQL takes GET and POST.', {}, { allow: allowedMethods });
}

function refuse(status: number, argument: string, reason: string): Problem {
  return problem(status, 'BAD_USER_INPUT', `${argument}: ${reason}`, { argument, reason });
}

/** Undefined when it is not JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
