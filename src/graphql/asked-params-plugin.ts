/** Hands the parameters to Yoga that the HTTP edge has read already: a body is read and parsed once. */

import type { Plugin } from 'graphql-yoga';
import type { ServerContext } from '../server-context.ts';

export function useAskedParams(): Plugin<object, ServerContext> {
  return {
    onRequestParse({ serverContext, setRequestParser }) {
      const { params } = serverContext.asked;
      if (params !== null) setRequestParser(() => params);
    },
  };
}
