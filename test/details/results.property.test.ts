/** Results in depth against an oracle: each answer is worked out from the emulator's raw REST data. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createClient } from '../../emulator/emulator-client.ts';
import { assetTypes } from '../../src/domain/result-detail.ts';
import { createTestGateway } from '../support/test-gateway.ts';

/** Of one gateway: an account's calls in a minute are enough for them. */
const questions = 120;

test.each([1, 2, 3, 4, 5, 6, 7, 8, 9])(
  '120 random questions are answered as the raw data says: data %i',
  async (seed) => {
    const vars = { MAX_DETAILS_PER_REQUEST: '500', SUBREQUEST_BUDGET: '1000' };
    const gateway = createTestGateway({ vars, emulator: { seed, sessions: 40, requestsPerMinute: null } });
    const client = createClient(gateway.emulator);
    const { entries } = await client.list('limit=40');
    const question = fc.record({
      index: fc.nat(entries.length - 1),
      first: fc.option(fc.integer({ min: 0, max: 4 })),
      types: fc.uniqueArray(fc.constantFrom(...assetTypes), { maxLength: 3 }),
      isSingle: fc.boolean(),
    });
    const fields = (types: readonly string[]) => {
      const args = `(types: [${types.map((type) => type.toUpperCase()).join(', ')}])`;
      return `id isFlaky detail { sequenceId attempts filePath traceId } hasMoreAssets${args} assets${args} { name url type }`;
    };
    await fc.assert(
      fc.asyncProperty(question, async ({ index, first, types, isSingle }) => {
        const path = `/v1/test-sessions/${entries[index]?.id}`;
        const { results } = (await client.get(path)).body;
        const ids = (Array.isArray(results) ? results : []).map((raw) => String(raw.testSessionResultId));
        const wanted = isSingle ? ids.slice(0, 1) : ids.slice(0, first ?? 3);
        const expected = [];
        for (const id of wanted) {
          const { body } = await client.get(`${path}/results/${id}`);
          const query = new URLSearchParams(types.map((type) => ['type', type]));
          const files = (await client.get(`${path}/results/${id}/assets?${query}`)).body;
          const assets = Array.isArray(files.assets) ? files.assets : [];
          expected.push({
            id,
            isFlaky: body.status === 'PASSED' && body.resultType !== 'ATTEMPT' && Number(body.attempts) > 1,
            detail: {
              sequenceId: body.sequenceId,
              attempts: body.attempts,
              filePath: body.filePath,
              traceId: body.traceId,
            },
            hasMoreAssets: files.truncated === true,
            assets: assets.map(({ name, url, type }) => ({ name, url, type: String(type).toUpperCase() })),
          });
        }
        const sessionId = entries[index]?.id;
        const asked = isSingle
          ? wanted.map(
              (id) => `testSessionResult(sessionId: "${sessionId}", id: "${id}") { ${fields(types)} }`,
            )
          : [`testSession(id: "${sessionId}") { results(first: ${first ?? 3}) { ${fields(types)} } }`];
        if (asked.length === 0) return;
        const { data, errors } = await gateway.ask(`{ ${asked.join(' ')} }`);
        expect(errors).toEqual([]);
        expect(data).toEqual(
          isSingle ? { testSessionResult: expected[0] } : { testSession: { results: expected } },
        );
      }),
      { numRuns: questions },
    );
  },
);
