/** What stands behind Workers Cache: reads one page from upstream for a partition that it computes again. */

import { classifyPage } from '../cache/page-freshness.ts';
import { toAccountTag, toPartition } from '../cache/partition.ts';
import { createCallAllowance } from '../checkly/call-allowance.ts';
import { createChecklyClient } from '../checkly/client.ts';
import type { Config } from '../config/config.ts';
import { UpstreamError } from '../errors/upstream-error.ts';
import type { Host } from '../host.ts';
import { toFailureResponse, toPageResponse, toRefusal, withCalls } from './page-answer.ts';
import { readLoopbackRequest } from './page-request.ts';

/** `partition` is what the caller was told to read for; anything but the credential's own is answered with 500. */
export async function answerPage(
  host: Host,
  config: Config,
  request: Request,
  partition: unknown,
): Promise<Response> {
  const question = readLoopbackRequest(request);
  const { partitionSecret, settleHorizonMs, freshForMs, stale: windows } = config.cache;
  if (question === null || partition !== toPartition(question.credential, partitionSecret))
    return toRefusal();
  let calls = 0;
  const allowance = createCallAllowance(host, {
    budget: config.subrequestBudget,
    timeoutMs: config.requestTimeoutMs,
    onUpstreamCall: () => {
      calls += 1;
    },
  });
  const credential = { ...question.credential, source: 'pass-through' } as const;
  const client = createChecklyClient(host, config.checkly, credential, allowance);
  try {
    const page = await client.listSessions(question.page);
    const freshness = classifyPage(question.page, page, question.rowsCreatedBefore, settleHorizonMs);
    const copy = { value: page, fetchedAt: page.fetchedAt, freshness, freshForMs: freshForMs[freshness] };
    const accountTag = toAccountTag(question.credential, partitionSecret);
    return withCalls(toPageResponse(copy, windows, accountTag, host.now()), calls);
  } catch (error) {
    if (!(error instanceof UpstreamError) || error.failure.kind === 'budget-spent') throw error;
    return withCalls(toFailureResponse(error.failure), calls);
  }
}
