/** The bytes of an answer: what was executed, encoded once, and one or another `extensions` at its end. Pure. */

import type { ResponseExtensions } from './response-metadata.ts';

export interface AnswerBody {
  /** What was executed, without the brace that ends it: what an ETag stands for. */
  told(): Uint8Array;
  with(extensions: ResponseExtensions): Uint8Array<ArrayBuffer>;
}

const encoder = new TextEncoder();

/** `objectText`: of a JSON object. Its end is replaced, which spares reading it. */
export function createAnswerBody(objectText: string): AnswerBody {
  let encoded: Uint8Array | null = null;
  const told = (): Uint8Array => {
    encoded ??= encoder.encode(objectText.slice(0, -1));
    return encoded;
  };
  const comma = objectText === '{}' ? '' : ',';
  return {
    told,
    with(extensions) {
      const start = told();
      const end = encoder.encode(`${comma}"extensions":${JSON.stringify(extensions)}}`);
      const body = new Uint8Array(start.length + end.length);
      body.set(start);
      body.set(end, start.length);
      return body;
    },
  };
}
