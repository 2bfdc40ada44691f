/** A question to the inner entrypoint, as the gateway builds it. */

import { demoAccountId, demoKey } from '../../emulator/accounts.ts';
import { createEmulator, type Emulator } from '../../emulator/emulator.ts';
import { toPartition } from '../../src/cache/partition.ts';
import { type Config, readConfig } from '../../src/config/config.ts';
import type { PageRequest } from '../../src/domain/page.ts';
import { type LoopbackQuestion, toLoopbackRequest } from '../../src/pages/page-request.ts';
import { testStart, testVars } from '../support/test-gateway.ts';
import { createEmulatorHost } from '../support/walker.ts';

export const headPage: PageRequest = {
  filter: {
    fromSeconds: null,
    toSeconds: null,
    statuses: [],
    branches: [],
    users: [],
    providers: [],
    includeWithoutUser: false,
    search: null,
    errorGroupId: null,
  },
  size: 100,
  token: null,
};

export const demoCredential = { apiKey: demoKey, accountId: demoAccountId };
export const pagesConfig: Config = readConfig({ ...testVars });
export const demoPartition = toPartition(demoCredential, testVars.CACHE_PARTITION_SECRET);

export function toQuestion(question: Partial<LoopbackQuestion> = {}): Request {
  return toLoopbackRequest({
    credential: demoCredential,
    page: headPage,
    rowsCreatedBefore: null,
    ...question,
  });
}

export function createPagesHost(sessions = 0) {
  const emulator: Emulator = createEmulator({ now: () => testStart, sessions });
  return { emulator, host: createEmulatorHost(emulator, () => testStart) };
}
