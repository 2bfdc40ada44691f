// The route of one result: what the session's detail shows of it, and more. What more there is hangs on its id alone.

import { createRandom, hashText, type Random } from './random.ts';
import type { SessionFields } from './session.ts';
import type { RunResult } from './session-results.ts';

const files = ['__checks__/checkout.spec.ts', '__checks__/api/orders.check.ts', 'tests/login.spec.ts'];
const comparisons = ['EQUALS', 'LESS_THAN', 'CONTAINS', 'NOT_EMPTY'];

export function readResult({ fields, sequenceId, attempt }: RunResult): SessionFields {
  const id = String(fields.testSessionResultId);
  const random = createRandom(hashText(`detail ${id}`));
  const isFailed = fields.status === 'FAILED';
  return {
    ...fields,
    id,
    sequenceId: random.chance(0.04) ? null : sequenceId,
    attempts: attempt,
    filePath: random.chance(0.2) ? null : random.pick(files),
    isCancelled: fields.status === 'CANCELLED',
    overMaxResponseTime: isFailed && random.chance(0.2),
    privateLocationId: random.chance(0.1) ? random.uuid() : null,
    ...(random.chance(0.5) ? {} : { scheduleError: random.chance(0.1) ? 'No capacity in the region' : null }),
    traceId: random.chance(0.3) ? null : random.hex(32),
    created_at: fields.startedAt ?? '2026-01-01T00:00:00.000Z',
    updated_at: fields.stoppedAt,
    ...toCheckResult(fields, random),
  };
}

/** One part, by the kind of check; none for kinds that have none of their own, and for a run that goes on. */
function toCheckResult(fields: SessionFields, random: Random): SessionFields {
  const isFailed = fields.status === 'FAILED';
  if (fields.status === 'RUNNING') return {};
  const errors = isFailed ? createErrors(random) : [];
  // Addresses are signed here, too.
  const files = { pcapDataUrl: `https://assets.example/pcap?signature=${random.hex(32)}` };
  switch (fields.checkType) {
    case 'API':
      return {
        apiCheckResult: {
          assertions: random.chance(0.1) ? null : createAssertions(random, isFailed),
          request: { method: 'GET', url: 'https://shop.example/api' },
          response: { status: isFailed ? 503 : 200, statusText: isFailed ? 'Service Unavailable' : 'OK' },
          requestError: isFailed && random.chance(0.3) ? 'connect ECONNREFUSED 127.0.0.1:443' : null,
          ...files,
        },
      };
    case 'BROWSER':
      return { browserCheckResult: { type: 'PLAYWRIGHT', errors, runtimeVersion: '2026.10', ...files } };
    case 'MULTI_STEP':
      return { multiStepCheckResult: { errors, runtimeVersion: '2026.10', ...files } };
    case 'PLAYWRIGHT':
      return { playwrightCheckResult: { errors: random.chance(0.1) ? null : errors, ...files } };
    case 'AGENTIC':
      return {
        agenticCheckResult: { summary: isFailed ? 'The cart stayed empty.' : 'All is well.', errors },
      };
    default:
      return {};
  }
}

/** As texts, or as objects with a message: the contract allows anything. */
function createErrors(random: Random): unknown[] {
  return Array.from({ length: random.integer(1, 2) }, (_, index) => {
    const message = `Error: step ${index + 1} timed out after ${random.integer(1, 30)} s`;
    return random.chance(0.5) ? message : { message, stack: `${message}\n    at checkout.spec.ts:1:1` };
  });
}

function createAssertions(random: Random, isFailed: boolean): SessionFields[] {
  return Array.from({ length: random.integer(1, 3) }, (_, order) => ({
    order,
    source: random.pick(['STATUS_CODE', 'JSON_BODY', 'RESPONSE_TIME']),
    property: random.chance(0.5) ? '' : '$.status',
    comparison: random.pick(comparisons),
    target: random.chance(0.5) ? 200 : 'ok',
    actual: isFailed ? 503 : 200,
    ...(isFailed ? { error: 'expected 200, but got 503' } : {}),
  }));
}
