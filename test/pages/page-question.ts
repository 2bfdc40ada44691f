/** A question to the inner entrypoint, as the gateway builds it. */

import { toPartition } from '../../src/cache/partition.ts';
import { type Config, readConfig } from '../../src/config/config.ts';
import type { PageRequest } from '../../src/domain/page.ts';
import { type LoopbackQuestion, toLoopbackRequest } from '../../src/pages/page-request.ts';
import { demoAccountId, demoKey } from '../emulator/accounts.ts';
import { createEmulator, type Emulator } from '../emulator/emulator.ts';
import { stageStart, stageVars } from '../support/stage.ts';
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
export const pagesConfig: Config = readConfig({ ...stageVars });
export const demoPartition = toPartition(demoCredential, stageVars.CACHE_PARTITION_SECRET);

export function toQuestion(question: Partial<LoopbackQuestion> = {}): Request {
  return toLoopbackRequest({
    credential: demoCredential,
    page: headPage,
    rowsCreatedBefore: null,
    ...question,
  });
}

export function createPagesHost(sessions = 0) {
  const emulator: Emulator = createEmulator({ now: () => stageStart, sessions });
  return { emulator, host: createEmulatorHost(emulator, () => stageStart) };
}
