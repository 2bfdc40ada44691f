/** Which addresses the gateway calls as Checkly's API: encrypted ones, or this machine's own. Pure. */

import * as v from 'valibot';

/** Gives the address without a slash at its end. */
export const baseUrlSchema = v.pipe(
  v.string(),
  v.check(isSafeBaseUrl),
  v.transform((url) => url.replace(/\/+$/, '')),
);

/** Whether an address is one of this machine's own: where http is safe and the emulator listens. */
export function isLoopback(url: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(new URL(url).hostname);
}

function isSafeBaseUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  const isSafe = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(text));
  return isSafe && url.username === '' && url.password === '' && url.search === '' && url.hash === '';
}
