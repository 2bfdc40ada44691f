/** Whether an answer of GET /next/accounts/{accountId} is that account's. Pure. */

import * as v from 'valibot';

const accountSchema = v.pipe(v.string(), v.parseJson(), v.looseObject({ id: v.string() }));

/** Any other answer proves nothing of the credential. */
export function isAccountAnswer(text: string, accountId: string): boolean {
  const decoded = v.safeParse(accountSchema, text);
  return decoded.success && decoded.output.id.toLowerCase() === accountId;
}
