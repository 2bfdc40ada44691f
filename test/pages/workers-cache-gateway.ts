/** A gateway with the inner entrypoint behind it, and a cache in front of that one which keeps what its answers allow. */

import { readConfig } from '../../src/config/config.ts';
import type { FetchLoopback } from '../../src/pages/loopback-pages.ts';
import { answerPage } from '../../src/pages/page-origin.ts';
import {
  createTestGateway,
  type TestGateway,
  type TestGatewayOptions,
  testVars,
} from '../support/test-gateway.ts';
import { createEmulatorHost } from '../support/walker.ts';

export interface WorkersCacheGateway extends TestGateway {
  /** What was asked of the inner entrypoint, hits included. */
  readonly loopbacks: readonly Request[];
  /** In place of the inner entrypoint and its cache. */
  answerLoopbacksBy(answer: FetchLoopback): void;
  /** Lets copies come out of the cache however old they are, as a cache gone wrong would. */
  keepEndlessly(): void;
  /** Lets it answer by `stale-if-error`, which not every plan or route does. */
  coverErrors(): void;
}

interface Kept {
  readonly body: string;
  readonly headers: Headers;
  readonly expiresAt: number;
  readonly coversUntil: number;
}

export function createWorkersCacheGateway({
  vars = {},
  ...options
}: TestGatewayOptions = {}): WorkersCacheGateway {
  const variables = { SHARED_CACHE: 'workers-cache', ...vars };
  const config = readConfig({ ...testVars, ...variables });
  const loopbacks: Request[] = [];
  const kept = new Map<string, Kept>();
  let isEndless = false;
  let isCovering = false;
  let answer: FetchLoopback = async (partition, request) => {
    const key = `${partition} ${request.url}`;
    const copy = kept.get(key);
    if (copy !== undefined && (isEndless || gateway.clock.now() < copy.expiresAt)) {
      return new Response(copy.body, { headers: copy.headers });
    }
    const host = { ...createEmulatorHost(gateway.emulator, gateway.clock.now), sleep: gateway.clock.sleep };
    const response = await answerPage(host, config, request, partition);
    const now = gateway.clock.now();
    if (response.status >= 500 && isCovering && copy !== undefined && now < copy.coversUntil)
      return new Response(copy.body, { headers: copy.headers });
    const control = response.headers.get('cache-control') ?? '';
    const maxAge = /max-age=(\d+), stale-while-revalidate=(\d+), stale-if-error=(\d+)/.exec(control);
    if (response.status !== 200 || maxAge === null) return response;
    const { headers } = response;
    const body = await response.text();
    const [, freshSeconds = 0, staleSeconds = 0, errorSeconds = 0] = maxAge.map(Number);
    const expiresAt = now + (freshSeconds + staleSeconds) * 1_000;
    kept.set(key, { body, headers, expiresAt, coversUntil: now + (freshSeconds + errorSeconds) * 1_000 });
    return new Response(body, { headers });
  };
  const gateway = createTestGateway({
    ...options,
    vars: variables,
    lifetime: {
      ...options.lifetime,
      fetchLoopback(partition, request) {
        loopbacks.push(request);
        return answer(partition, request);
      },
    },
  });
  return {
    ...gateway,
    loopbacks,
    answerLoopbacksBy(other) {
      answer = other;
    },
    keepEndlessly() {
      isEndless = true;
    },
    coverErrors() {
      isCovering = true;
    },
  };
}
