/** The one schema. Types and root fields register themselves with the builder when they are imported. */

import './scalars.ts';
import './session-connection.ts';
import './session-counts.ts';
import './statistics.ts';
import './latest-sessions.ts';
import './node.ts';
import './subscription.ts';
import './federation/service.ts';
import './federation/entities.ts';
import { builder } from './builder.ts';
import { meterLists } from './meter-lists.ts';

export const schema = meterLists(builder.toSchema());
