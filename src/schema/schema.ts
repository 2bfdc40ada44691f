/** The one schema. Types and root fields register themselves with the builder when they are imported. */

import './scalars.ts';
import './query.ts';
import './session-counts.ts';
import './session-details.ts';
import './error-group-connection.ts';
import './lookups.ts';
import './subscription.ts';
import './service.ts';
import './entities.ts';
import { builder } from './builder.ts';

export const schema = builder.toSchema();
