/** The host as Workers offer it. Host functions are wrapped, never passed bare: workerd insists on its own `this`. */

import { tracing } from 'cloudflare:workers';
import type { Host } from './host.ts';

const edgeCacheName = 'gateway';

export const workersHost: Host = {
  fetch: (request) => fetch(request),
  now: () => Date.now(),
  startTimer(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted === true) return resolve();
      const timer = setTimeout(resolve, ms);
      signal?.addEventListener('abort', () => {
        clearTimeout(timer);
        resolve();
      });
    }),
  random: () => Math.random(),
  edgeCache: {
    match: async (url) => (await caches.open(edgeCacheName)).match(url),
    put: async (url, response) => (await caches.open(edgeCacheName)).put(url, response),
  },
  newRequestId: () => crypto.randomUUID(),
  // biome-ignore lint/suspicious/noConsole: the one place that writes the log
  log: (line) => console.log(JSON.stringify(line)),
  enterSpan: (name, run) =>
    tracing.enterSpan(name, (span) =>
      run({ setAttribute: (attribute, value) => void span.setAttribute(attribute, value) }),
    ),
};
