/** Writes a response to a connection: compressed where the platform of Workers would do it, and no faster than it is read. */

import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

const gzipAsync = promisify(gzip);

/** Smaller bodies fit into one packet or two either way. */
const minBytes = 1_024;

/** As for the answers that the gateway compresses itself. */
const level = 4;

const compressibleType =
  /^(?:application\/(?:json|javascript|graphql)|text\/(?!event-stream)|image\/svg\+xml)/;

/** Resolves when all is written or the client has gone. */
export async function sendResponse(
  message: IncomingMessage,
  response: Response,
  out: ServerResponse,
): Promise<void> {
  const { headers } = response;
  const type = headers.get('content-type') ?? '';
  if (isStream(type)) return sendStream(response, out);
  const body = new Uint8Array(await response.arrayBuffer());
  const isCompressible = compressibleType.test(type) && !headers.has('content-encoding');
  if (isCompressible) addVary(headers);
  const isCompressed = isCompressible && body.byteLength > minBytes && takesGzip(message);
  if (isCompressed) headers.set('content-encoding', 'gzip');
  const sent = isCompressed ? await gzipAsync(body, { level }) : body;
  if (mayHaveLength(response, message)) headers.set('content-length', String(sent.byteLength));
  writeHead(response, out);
  out.end(sent);
}

/** Event by event, and a response part by part. */
async function sendStream(response: Response, out: ServerResponse): Promise<void> {
  // Proxies such as nginx would wait for a full buffer.
  response.headers.set('x-accel-buffering', 'no');
  writeHead(response, out);
  out.flushHeaders();
  for await (const chunk of response.body ?? []) {
    if (out.destroyed) break;
    if (!out.write(chunk)) await Promise.race([once(out, 'drain'), once(out, 'close')]);
  }
  out.end();
}

function isStream(type: string): boolean {
  return type.startsWith('text/event-stream') || type.startsWith('multipart/mixed');
}

function writeHead({ status, headers }: Response, out: ServerResponse): void {
  out.statusCode = status;
  for (const [name, value] of headers) out.appendHeader(name, value);
}

/** RFC 9110, section 8.6: not where there is no body by its nature. */
function mayHaveLength({ status }: Response, { method }: IncomingMessage): boolean {
  return method !== 'HEAD' && status !== 204 && status !== 304;
}

function addVary(headers: Headers): void {
  if (!/accept-encoding/i.test(headers.get('vary') ?? '')) headers.append('vary', 'Accept-Encoding');
}

function takesGzip({ headers }: IncomingMessage): boolean {
  return /(?:^|[\s,])(?:gzip|\*)\s*(?:,|$|;(?!\s*q=0(?:\.0*)?\s*(?:,|$)))/i.test(
    [headers['accept-encoding'] ?? ''].flat().join(','),
  );
}
