/** From a request of Node's HTTP server to the standard's, with a body of bounded size. Trusts no header about the client. */

import type { IncomingMessage } from 'node:http';
import { maxRequestBodyBytes } from '../limits.ts';

/** The gateway looks at path and query alone, so the name that a client writes into Host decides nothing. */
const origin = 'http://gateway.invalid';

/** Where Workers are told the client's address. */
const addressHeader = 'cf-connecting-ip';

export interface ClientFacts {
  readonly address: string;
  /** Aborts when the client goes before its answer has ended. */
  readonly gone: AbortSignal;
}

/**
 * A body above the limit is read to one byte past it, so that the gateway refuses it in its own words.
 * Null for an address or a header that no request may have.
 */
export async function toRequest(
  message: IncomingMessage,
  { address, gone }: ClientFacts,
): Promise<Request | null> {
  const { method = 'GET', url = '/' } = message;
  if (!URL.canParse(origin + url) || !url.startsWith('/')) return null;
  const headers = new Headers();
  for (const [name, values] of Object.entries(message.headersDistinct)) {
    for (const value of values ?? []) headers.append(name, value);
  }
  headers.set(addressHeader, address);
  const hasBody = method !== 'GET' && method !== 'HEAD' && method !== 'OPTIONS';
  const body = hasBody ? await readBody(message) : null;
  try {
    return new Request(origin + url, { method, headers, body, signal: gone });
  } catch {
    // A method that the standard's requests cannot have, such as TRACE.
    return null;
  }
}

async function readBody(message: IncomingMessage): Promise<Uint8Array<ArrayBuffer> | null> {
  // Refused by its declared length: no byte of it is read.
  if (Number(message.headers['content-length'] ?? 0) > maxRequestBodyBytes) return null;
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of message.iterator({ destroyOnReturn: false })) {
    chunks.push(chunk);
    length += chunk.byteLength;
    if (length > maxRequestBodyBytes) break;
  }
  return new Uint8Array(Buffer.concat(chunks));
}
