/** The Worker's entrypoints. No logic. */

import persistedManifest from '../persisted-manifest.json' with { type: 'json' };
import { createGateway } from './http/gateway.ts';
import { workersHost } from './workers-host.ts';

export { AccountObject } from './account/durable-object.ts';

const gateway = createGateway(workersHost, persistedManifest);

export default {
  fetch: (request, env, ctx) => gateway.fetch(request, env, { waitUntil: (work) => ctx.waitUntil(work) }),
} satisfies ExportedHandler<Env>;
