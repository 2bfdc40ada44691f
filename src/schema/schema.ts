/** The one schema. Types and root fields register themselves with the builder when they are imported. */

import './scalars.ts';
import './session-connection.ts';
import './error-group-sessions.ts';
import './session-counts.ts';
import './session-starter.ts';
import './statistics.ts';
import './latest-sessions.ts';
import './test-session-result.ts';
import './account.ts';
import './node.ts';
import './subscription.ts';
import './federation/service.ts';
import './federation/entities.ts';
import { builder } from './builder.ts';
import { meterLists } from './meter-lists.ts';

// As it comes: who reads the schema as a whole, sorts it.
export const schema = meterLists(builder.toSchema({ sortSchema: false }));
// `assumeValid`, which the builder does not hand on. A test validates the schema, rather than every isolate.
schema.__validationErrors = [];
