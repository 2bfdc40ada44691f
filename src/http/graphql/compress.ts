/**
 * Compresses what the platform does not: it knows `application/json`, and sends `application/graphql-response+json` as
 * it is. Decides by Accept-Encoding alone (RFC 9110, section 12.5.3).
 */

import { gzipSync } from 'node:zlib';

/** Smaller bodies fit into one packet or two either way. */
const minBytes = 1_024;

/** JSON gets hardly smaller above it, and takes twice the time. */
const level = 4;

/** Whether a body of this type and size is sent compressed to the client. */
export function isCompressible(request: Request, contentType: string, bytes: number): boolean {
  return (
    bytes > minBytes && contentType.startsWith('application/graphql-response+json') && takesGzip(request)
  );
}

export function compress(body: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(gzipSync(body, { level }));
}

/** A response of a compressed body. */
export function toCompressedResponse(
  body: Uint8Array<ArrayBuffer>,
  status: number,
  headers: Readonly<Record<string, string>>,
): Response {
  const init = { status, headers: { ...headers, 'content-encoding': 'gzip' } };
  return new Response(body, { ...init, encodeBody: 'manual' });
}

function takesGzip(request: Request): boolean {
  return (
    isGzipIn(request.headers.get('accept-encoding') ?? '') && isGzipIn(readClientHeader(request) ?? 'gzip')
  );
}

/** The platform puts its own Accept-Encoding into the request, and the client's here. */
function readClientHeader({ cf }: Request): string | null {
  const header = cf?.clientAcceptEncoding;
  return typeof header === 'string' ? header : null;
}

function isGzipIn(header: string): boolean {
  const weights = new Map(header.toLowerCase().split(',').map(toWeight));
  return (weights.get('gzip') ?? weights.get('*') ?? 0) > 0;
}

function toWeight(member: string): [coding: string, weight: number] {
  const [coding = '', weight = 'q=1'] = member.split(';').map((part) => part.trim());
  return [coding, Number(weight.replace(/^q=/, ''))];
}
