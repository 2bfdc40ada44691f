/** A page request that comes as text, checked. */

import * as v from 'valibot';
import type { PageRequest } from './page.ts';
import { sessionProviders, sessionStatuses } from './session.ts';

const texts = v.array(v.string());

export const pageRequestSchema: v.GenericSchema<unknown, PageRequest> = v.strictObject({
  filter: v.strictObject({
    fromSeconds: v.nullable(v.number()),
    toSeconds: v.nullable(v.number()),
    statuses: v.array(v.picklist(sessionStatuses)),
    branches: texts,
    users: texts,
    providers: v.array(v.picklist(sessionProviders)),
    includeWithoutUser: v.boolean(),
    search: v.nullable(v.string()),
    errorGroupId: v.nullable(v.string()),
  }),
  size: v.number(),
  token: v.nullable(v.string()),
});
