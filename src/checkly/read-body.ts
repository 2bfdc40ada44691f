/** Reads a body within a number of bytes. Its errors never quote what was read. */

import { UpstreamError } from '../errors/upstream-error.ts';

/** @throws UpstreamError `invalid-response` when it is larger than `maxBytes`. Network errors pass through. */
export async function readText(response: Response, maxBytes: number): Promise<string> {
  if (Number(response.headers.get('content-length') ?? 0) > maxBytes) return refuse(response);
  const decoder = new TextDecoder();
  let size = 0;
  let text = '';
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > maxBytes) return refuse(response);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

async function refuse(response: Response): Promise<never> {
  await discardBody(response);
  throw new UpstreamError({ kind: 'invalid-response', problem: 'it is too large' });
}

/** Frees the connection of an answer whose body is of no interest. */
export async function discardBody(response: Response): Promise<void> {
  if (response.body !== null && !response.body.locked) await response.body.cancel().catch(() => {});
}
