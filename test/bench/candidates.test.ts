/** What the gateway is compared with runs in the same runtime, set up the same way. */

import { expect, test } from 'vitest';
import { createCandidates } from '../../bench/candidates.ts';
import { readDeployedSettings } from '../../scripts/workerd/deployed-worker.ts';

test('every Worker runs with the compatibility date and flags of wrangler.toml', async () => {
  const candidates = await createCandidates({ isMinified: true, upstreamPort: 1, answerBytes: () => 1 });
  const { compatibilityDate, compatibilityFlags } = readDeployedSettings();
  const settings = candidates.map(({ name, plan }) =>
    plan.kind === 'workerd' ? [name, plan.worker.compatibilityDate, plan.worker.compatibilityFlags] : [name],
  );
  expect(settings).toEqual(candidates.map(({ name }) => [name, compatibilityDate, compatibilityFlags]));
  expect(candidates.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['constant', 'pass-through', 'yoga-worker']),
  );
});
