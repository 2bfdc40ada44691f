/** The Worker's entrypoint. No logic. */

import { createGateway } from './http/gateway.ts';
import { workersHost } from './workers-host.ts';

const gateway = createGateway(workersHost);

export default {
  fetch: (request, env) => gateway.fetch(request, env),
} satisfies ExportedHandler<Env>;
