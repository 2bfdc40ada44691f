/** Bounds what a client may send before anything reads it. */

/** The request with a body of at most `maxBytes`; null when it is longer. A declared length is trusted: workerd holds clients to it. */
export async function limitBody(request: Request, maxBytes: number): Promise<Request | null> {
  if (request.body === null) return request;
  const declared = request.headers.get('content-length');
  if (declared !== null) return Number(declared) <= maxBytes ? request : null;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body) {
    size += chunk.byteLength;
    if (size > maxBytes) return null;
    chunks.push(chunk);
  }
  return new Request(request, { body: Buffer.concat(chunks) });
}
