/** The peers in Node: servers that others would write for the same question. Installed only when they are asked for. */
import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Candidate } from './candidates.ts';
import { toGraphQLRequest } from './query.ts';

const directory = resolve(import.meta.dirname, 'peers');

const peers = [
  { name: 'mercurius', title: 'mercurius with JIT (Node), page of 20' },
  { name: 'apollo', title: 'Apollo Server (Node), page of 20' },
  { name: 'yoga', title: 'Yoga (Node), page of 20' },
  { name: 'hive', title: 'Hive Gateway over the OpenAPI description (Node), page of 20' },
] as const;

export async function createPeers(upstreamPort: number): Promise<readonly Candidate[]> {
  await promisify(execFile)('npm', ['install', '--no-audit', '--no-fund', '--no-save'], { cwd: directory });
  return peers.map(({ name, title }) => ({
    name: `${name}-node`,
    title,
    plan: {
      kind: 'node',
      script: resolve(directory, `${name}.js`),
      upstreamUrl: `http://127.0.0.1:${upstreamPort}`,
    },
    toRequest: (number) => toGraphQLRequest({ branch: `b-${number}` }),
    watchedAgainst: null,
  }));
}
