/** Which answers prove that upstream accepts a credential: those that Checkly itself gives, of that account. Pure. */

import * as v from 'valibot';
import type { UpstreamFailure } from '../errors/upstream-error.ts';
import type { AttemptAnswer } from './attempt.ts';

const accountSchema = v.pipe(v.string(), v.parseJson(), v.looseObject({ id: v.string() }));

/** An answer of GET /next/accounts/{accountId}, when it is that account's. */
export function isProofByAccount(outcome: AttemptAnswer | UpstreamFailure, accountId: string): boolean {
  if (!('text' in outcome)) return false;
  const decoded = v.safeParse(accountSchema, outcome.text);
  return decoded.success && decoded.output.id.toLowerCase() === accountId;
}

/**
 * An answer of any other route. Proxies and sign-in pages answer with 200, too, and with HTML. A refusal of the request
 * itself, such as a 404, still says that upstream took the credential.
 */
export function isProofByRead(outcome: AttemptAnswer | UpstreamFailure, accountId: string | null): boolean {
  if (!('text' in outcome)) return outcome.kind === 'refused' && outcome.isPage !== true;
  return isShapedAsJson(outcome.text) && isOfAccount(outcome.text, accountId);
}

/** By its ends: here nothing is decoded, and a page may have megabytes. */
function isShapedAsJson(text: string): boolean {
  const whole = `${text.slice(0, 20).trimStart().at(0)}${text.slice(-20).trimEnd().at(-1)}`;
  return whole === '{}' || whole === '[]';
}

const someAccount = /"accountId"\s*:\s*"/;

/** Whether it names this account, or none. An account's id is a UUID: nothing in it has a meaning in a pattern. */
function isOfAccount(text: string, accountId: string | null): boolean {
  if (accountId === null || !someAccount.test(text)) return true;
  return new RegExp(`"accountId"\\s*:\\s*"${accountId}"`, 'i').test(text);
}
