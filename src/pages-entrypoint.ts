/** The inner entrypoint with Workers Cache in front of it. Only the gateway's own loopback reaches it. */

import { WorkerEntrypoint } from 'cloudflare:workers';
import { type Config, readConfig } from './config/config.ts';
import { answerPage } from './pages/page-origin.ts';
import { workersHost } from './workers-host.ts';

export interface PagesProps {
  /** Becomes part of the cache's key: one entry for each partition and address. */
  readonly partition: string;
}

const configs = new WeakMap<object, Config>();

export class Pages extends WorkerEntrypoint<Env, PagesProps> {
  override async fetch(request: Request): Promise<Response> {
    const config = configs.get(this.env) ?? readConfig({ ...this.env });
    configs.set(this.env, config);
    const { partition } = this.ctx.props ?? {};
    return answerPage(workersHost, config, request, partition);
  }

  /** Drops the accounts' pages in every data centre. A purge reaches only the entrypoint that asks for it. */
  async purge(accountTags: readonly string[]): Promise<void> {
    await this.ctx.cache?.purge({ tags: [...accountTags] });
  }
}
