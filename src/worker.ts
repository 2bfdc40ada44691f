/** The Worker's entrypoints. No logic. */

import { createGateway } from './http/gateway.ts';
import { workersHost } from './workers-host.ts';

export { AccountKeeper } from './account-keeper.ts';
export { Pages } from './pages-entrypoint.ts';

const gateway = createGateway(workersHost);

export default {
  fetch: (request, env, ctx) =>
    gateway.fetch(request, env, {
      waitUntil: (work) => ctx.waitUntil(work),
      fetchLoopback: (partition, page) => ctx.exports.Pages({ props: { partition } }).fetch(page),
      purgePages: (accountTags) => ctx.exports.Pages({ props: { partition: '' } }).purge(accountTags),
    }),
} satisfies ExportedHandler<Env>;
