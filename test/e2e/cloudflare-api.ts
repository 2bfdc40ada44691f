/** As much of Cloudflare's API as `wrangler deploy` asks before it uploads a Worker, and a log of what it was asked. */
import { createServer } from 'node:http';

export interface CloudflareApi {
  readonly url: string;
  readonly asked: readonly string[];
  close(): Promise<void>;
}

const notFound = { code: 10090, message: 'workers.api.error.service_not_found' };

/** By the end of a path. No file is asked for: Cloudflare has them all. */
const known: readonly (readonly [string, unknown])[] = [
  ['/workers/subdomain', { subdomain: 'example' }],
  ['/assets-upload-session', { jwt: 'not-a-token', buckets: [] }],
];

/** The account has a subdomain, and no Worker. */
export async function startCloudflareApi(): Promise<CloudflareApi> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    asked.push(`${request.method} ${path}`);
    const [, result] = known.find(([end]) => path.endsWith(end)) ?? [];
    const isKnown = result !== undefined;
    const answer = {
      success: isKnown,
      errors: isKnown ? [] : [notFound],
      messages: [],
      result: result ?? null,
    };
    response.writeHead(isKnown ? 200 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer));
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    asked,
    close: () => new Promise((closed) => server.close(() => closed())),
  };
}
