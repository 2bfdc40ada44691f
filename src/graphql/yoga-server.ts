/**
 * What is odd about a request is answered by Yoga: subscriptions, other methods, and everything that is wrong with a
 * document or its variables. A module of its own, imported with the first such request: a fresh isolate answers plain
 * queries without it.
 */

import { type ExecutionArgs, execute, type GraphQLError, subscribe } from 'graphql';
import { createYoga, type Plugin } from 'graphql-yoga';
import { createRequestContext } from '../context.ts';
import { isObject } from '../domain/is-object.ts';
import type { Host } from '../host.ts';
import { maxRequestErrors } from '../limits.ts';
import { schema } from '../schema/schema.ts';
import type { ServerContext } from '../server-context.ts';
import { useBoundedEvents } from './bounded-events.ts';
import { createDocumentCaches, useDocumentLimits } from './document-limits-plugin.ts';
import { refuseIntrospection, schemaFor } from './introspection.ts';
import { useMultipartSubscriptions } from './multipart-subscriptions.ts';
import type { PersistedDocuments } from './persisted-documents.ts';
import { useCostLimits } from './request-cost.ts';
import { useCodedErrors } from './result-errors.ts';
import { refuseConditionalRoots } from './subscription-roots.ts';

/** Wrong variables that are told, and one that says that there are more: each message quotes all that was sent. */
const maxCoercionErrors = maxRequestErrors - 1;

/** A response as Yoga makes it, its errors masked and coded. */
export type AnswerByYoga = (context: ServerContext) => Promise<Response>;

export interface YogaParts {
  readonly host: Host;
  readonly graphqlEndpoint: string;
  readonly maskError: (error: unknown) => GraphQLError;
  readonly hasIntrospection: boolean;
  readonly persisted: PersistedDocuments;
}

export function createYogaServer(parts: YogaParts): AnswerByYoga {
  const { host, graphqlEndpoint, maskError, hasIntrospection, persisted } = parts;
  const yoga = createYoga<ServerContext>({
    schema,
    graphqlEndpoint,
    context: (initial) => createRequestContext(host, initial, initial.asked.request),
    plugins: [
      useAskedParams(persisted),
      useDocumentLimits(),
      useValidationRules(hasIntrospection),
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
  return async (context) => yoga.fetch(toYogaRequest(context.asked), context);
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

function useValidationRules(hasIntrospection: boolean): Plugin {
  return {
    onValidate({ addValidationRule }) {
      addValidationRule(refuseConditionalRoots);
      if (!hasIntrospection) addValidationRule(refuseIntrospection);
    },
  };
}

function useGraphQLJsExecute(): Plugin {
  return {
    onExecute({ setExecuteFn }) {
      setExecuteFn(async (args: ExecutionArgs) =>
        execute({ ...args, schema: await schemaFor(args.document), options: { maxCoercionErrors } }),
      );
    },
    onSubscribe({ setSubscribeFn }) {
      setSubscribeFn(subscribe);
    },
  };
}
