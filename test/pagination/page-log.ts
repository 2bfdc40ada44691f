/** A reader of a gateway with PREFETCH_NEXT_PAGE, and the log of the upstream pages that were asked for before and behind each answer. */

import { connectionOf, readAnswer } from '../support/answer.ts';
import {
  createTestGateway,
  demoHeaders,
  type TestGateway,
  type TestGatewayOptions,
  toRequest,
} from '../support/test-gateway.ts';

interface Reading {
  readonly gateway: TestGateway;
  /** Upstream's pages of the list in the order of calls, by number, and `answer` where an answer was out. */
  readonly log: readonly (number | 'answer')[];
  /** What of the log was added by `first` sessions after the last answer, and by what went on behind them. */
  page(first: number, options?: PageOptions): Promise<readonly (number | 'answer')[]>;
  /** Lines about calls that failed. */
  failures(): readonly unknown[];
}

interface PageOptions {
  readonly fields?: string;
  readonly filter?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export function createReading(options: TestGatewayOptions = {}): Reading {
  const log: (number | 'answer')[] = [];
  const tokens: (string | null)[] = [null];
  const gateway = createTestGateway({
    emulator: { sessions: 1_000 },
    ...options,
    vars: { PREFETCH_NEXT_PAGE: 'on', ...options.vars },
    between: async (request, pass) => {
      log.push(tokens.indexOf(new URL(request.url).searchParams.get('nextId')) + 1);
      const response = await pass(request);
      if (response.ok) tokens.push(Object(await response.clone().json()).nextId);
      return response;
    },
  });
  let after: string | null = null;
  return {
    gateway,
    log,
    failures: () => gateway.log.filter(({ message }) => message === 'A call to Checkly failed.'),
    async page(first, { fields = 'nodes { id } pageInfo { endCursor }', filter = '{}', headers } = {}) {
      const known = log.length;
      const text = `query ($after: String) { testSessions(first: ${first}, after: $after, filter: ${filter}) { ${fields} } }`;
      const asked = headers === undefined ? {} : { headers: { ...demoHeaders, ...headers } };
      const response = gateway.fetchNow(toRequest(text, { variables: { after }, ...asked }));
      response.finally(() => log.push('answer'));
      const answer = await readAnswer(await gateway.clock.run(response));
      await gateway.settle();
      after = connectionOf(answer).pageInfo.endCursor ?? null;
      return log.slice(known);
    },
  };
}
