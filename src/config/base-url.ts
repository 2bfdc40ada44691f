/** Which addresses the gateway calls: encrypted ones, or this machine's own. Pure. */

import * as v from 'valibot';

/** Gives the address without a slash at its end. */
export const baseUrlSchema = v.pipe(
  v.string(),
  v.check((text) => isSafeUrl(text) && new URL(text).search === ''),
  v.transform((url) => url.replace(/\/+$/, '')),
);

/** Some issuers choose the keys by the address's query. */
export const keySetUrlSchema = v.pipe(v.string(), v.check(isSafeUrl));

/** Whether an address is one of this machine's own: where http is safe and the emulator listens. */
export function isLoopback(url: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(new URL(url).hostname);
}

function isSafeUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  const isSafe = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(text));
  return isSafe && url.username === '' && url.password === '' && url.hash === '';
}
