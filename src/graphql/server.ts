/** The GraphQL server: Yoga with the gateway's schema, limits and masking. Made once, at module scope. */

import { type ExecutionArgs, execute, type GraphQLError, subscribe } from 'graphql';
import { createYoga, type Plugin } from 'graphql-yoga';
import type { Config } from '../config/config.ts';
import { createRequestContext } from '../context.ts';
import { isObject } from '../domain/is-object.ts';
import type { Host } from '../host.ts';
import { schema } from '../schema/schema.ts';
import type { ServerContext } from '../server-context.ts';
import { useBoundedEvents } from './bounded-events.ts';
import { createDocumentCaches, useDocumentLimits } from './document-limits-plugin.ts';
import { addRequestId, toJsonWithRequestId } from './error-request-id.ts';
import { createPlainExecutor } from './execute-plain.ts';
import { refuseIntrospection, schemaFor } from './introspection.ts';
import { useMultipartSubscriptions } from './multipart-subscriptions.ts';
import { createPersistedDocuments, type PersistedDocuments } from './persisted-documents.ts';
import { readPersistedManifest } from './persisted-manifest.ts';
import { useCostLimits } from './request-cost.ts';
import { createErrorMask, useCodedErrors } from './result-errors.ts';

export const graphqlPath = '/graphql';

/** What the GraphQL server made of a request, as far as it is JSON. */
export interface Executed {
  readonly status: number;
  readonly contentType: string;
  /** Beside those of every response, such as `www-authenticate`. */
  readonly headers: Readonly<Record<string, string>>;
  /** The JSON object without `extensions`. */
  readonly text: string;
}

export interface GraphQLServer {
  /** A response that is JSON in parts, else whole. */
  execute(context: ServerContext): Promise<Executed | Response>;
}

const jsonTypes = /^application\/(?:graphql-response\+)?json\b/;

export function createGraphQLServer(host: Host, { clients }: Config, manifest: unknown): GraphQLServer {
  const persisted = createPersistedDocuments(host, clients.documents, readPersistedManifest(manifest));
  const maskError = createErrorMask(host);
  const yoga = createYogaServer(host, maskError, clients.introspection, persisted);
  const executePlain = createPlainExecutor(host, maskError, clients.introspection, persisted);

  async function executeByYoga(context: ServerContext): Promise<Executed | Response> {
    const response = await yoga.fetch(toYogaRequest(context.asked), context);
    const contentType = response.headers.get('content-type') ?? '';
    if (!jsonTypes.test(contentType)) return response;
    const { status } = response;
    const { 'content-length': _other, ...headers } = Object.fromEntries(response.headers);
    return { status, contentType, headers, text: addRequestId(await response.text(), context.requestId) };
  }

  return {
    async execute(context) {
      const { json } = context.asked.accepted;
      const result = json === null ? null : await executePlain(context);
      if (result === null) return executeByYoga(context);
      const { http = {}, ...rest } = result;
      const contentType = `${json}; charset=utf-8`;
      return {
        status: 200,
        headers: {},
        contentType,
        ...http,
        text: toJsonWithRequestId(rest, context.requestId),
      };
    },
  };
}

function createYogaServer(
  host: Host,
  maskError: (error: unknown) => GraphQLError,
  hasIntrospection: boolean,
  persisted: PersistedDocuments,
) {
  return createYoga<ServerContext>({
    schema,
    graphqlEndpoint: graphqlPath,
    context: (initial) => createRequestContext(host, initial, initial.asked.request),
    plugins: [
      useAskedParams(persisted),
      useDocumentLimits(),
      useIntrospection(hasIntrospection),
      useGraphQLJsExecute(),
      useCostLimits(),
      useCodedErrors(),
      useBoundedEvents(host, maskError),
      useMultipartSubscriptions(host),
    ],
    maskedErrors: { maskError },
    // The HTTP edge says who may read.
    cors: false,
    // The HTTP edge bounds the body; Yoga's own bound costs each request a stream.
    maxRequestBodySize: false,
    parserAndValidationCache: createDocumentCaches(),
    multipart: false,
    graphiql: false,
    landingPage: false,
    logging: false,
  });
}

/** What Yoga sees: the media types as the HTTP edge has chosen them, and the body only where it is not handed over as an object. */
function toYogaRequest({ request, text, accepted, readJson }: ServerContext['asked']): Request {
  const { method, signal, url } = request;
  const accept = [accepted.json, accepted.stream].filter((type) => type !== null).join(', ');
  const headers = { accept, 'content-type': 'application/json' };
  const isBodyRead = method !== 'POST' || isObject(readJson());
  return new Request(url, { method, headers, signal, body: isBodyRead ? null : text });
}

function useAskedParams(persisted: PersistedDocuments): Plugin<object, ServerContext> {
  return {
    onRequestParse({ serverContext, setRequestParser }) {
      const { asked, requestId } = serverContext;
      const params = asked.readJson();
      if (isObject(params)) setRequestParser(() => ({ ...persisted.resolve(params, requestId) }));
    },
  };
}

function useIntrospection(isOn: boolean): Plugin {
  return {
    onValidate({ addValidationRule }) {
      if (!isOn) addValidationRule(refuseIntrospection);
    },
  };
}

function useGraphQLJsExecute(): Plugin {
  return {
    onExecute({ setExecuteFn }) {
      setExecuteFn((args: ExecutionArgs) => execute({ ...args, schema: schemaFor(args.document) }));
    },
    onSubscribe({ setSubscribeFn }) {
      setSubscribeFn(subscribe);
    },
  };
}
