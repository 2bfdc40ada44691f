/**
 * The benchmark's upstream, a process of its own: `node bench/upstream.ts <port>`. Answers Checkly's routes with fixed
 * bytes whatever the filter is (but for a list without one), and counts the calls; `/calls` tells how many there were. It is the Cache API's server
 * too: one that never has anything.
 */
import { createServer } from 'node:http';
import { createUpstreamPages } from './upstream-pages.ts';

const port = Number(process.argv[2]);
const pages = await createUpstreamPages();
let calls = 0;

async function choose(url: string): Promise<Buffer | null> {
  const { pathname, searchParams } = new URL(url, 'http://upstream.invalid');
  if (pathname.startsWith('/next/accounts/')) return pages.account;
  if (pathname !== '/v1/test-sessions') return null;
  if (!searchParams.has('statuses[]')) return pages.answerMonth(url);
  if (searchParams.get('limit') === '20') return pages.short;
  return pages.long.get(searchParams.get('nextId') ?? '') ?? null;
}

createServer({ keepAliveTimeout: 0 }, async (incoming, outgoing) => {
  if (incoming.headers.host?.endsWith('.invalid') === true) {
    incoming.resume();
    outgoing.writeHead(incoming.method === 'PUT' ? 204 : 504, { 'cf-cache-status': 'MISS' }).end();
    return;
  }
  const url = incoming.url ?? '/';
  const isQuestion = url === '/calls';
  if (!isQuestion) calls += 1;
  const body = isQuestion ? Buffer.from(String(calls)) : await choose(url);
  outgoing.writeHead(body === null ? 404 : 200, {
    'content-type': 'application/json',
    'content-length': body?.length ?? 0,
  });
  outgoing.end(body);
}).listen(port, '127.0.0.1');
