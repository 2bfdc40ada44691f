/** Executes with graphql-js itself: in workerd it takes half the time of Yoga's default executor. */

import { execute, subscribe } from 'graphql';
import type { Plugin } from 'graphql-yoga';

export function useGraphQLJsExecute(): Plugin {
  return {
    onExecute({ setExecuteFn }) {
      setExecuteFn(execute);
    },
    onSubscribe({ setSubscribeFn }) {
      setSubscribeFn(subscribe);
    },
  };
}
