/** From the address of a session's page in Checkly's web app, as people paste it, to the session's id. Pure. */

import { InputError } from '../errors/input-error.ts';
import { readAnyId } from './global-id.ts';

const webOrigin = 'https://app.checklyhq.com';
const maxAddressLength = 1_000;
/** What follows the id, such as `/results/…`, is a page within the session's. */
const pathPattern =
  /^\/accounts\/(?<account>[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})\/test-sessions\/(?<session>[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})(?:\/|$)/i;

/** The page of a session, and of what it is made. */
export function toSessionAddress(accountId: string, sessionId: string): string {
  const [account, session] = [accountId, sessionId].map(encodeURIComponent);
  return `${webOrigin}/accounts/${account}/test-sessions/${session}`;
}

interface Named {
  readonly id?: string | null | undefined;
  readonly url?: string | null | undefined;
}

/**
 * Checkly's id of the one session that is named, in lower case.
 * @param accountOf the reader's account, in lower case; null for a service key that came without one
 * @throws InputError naming `id` or `url`: none or both are given, or it is malformed, of another host or account.
 */
export function readNamedSession({ id, url }: Named, accountOf: () => string | null): string {
  if (url === undefined || url === null) {
    if (id === undefined || id === null)
      throw new InputError('id', 'must be given, or else `url`: they name the session');
    return readAnyId('id', id);
  }
  if (id !== undefined && id !== null)
    throw new InputError('url', 'cannot stand together with `id`; choose one');
  const { account, session } = readAddress(url);
  const accountId = accountOf();
  if (accountId !== null && account !== accountId)
    throw new InputError('url', 'is of another account than the one that this request reads');
  return session;
}

function readAddress(text: string): { readonly account: string; readonly session: string } {
  const url = text.length > maxAddressLength ? null : URL.parse(text.trim());
  if (url !== null && url.origin !== webOrigin)
    throw new InputError('url', "is not of Checkly's web app, https://app.checklyhq.com");
  const { account, session } = pathPattern.exec(url?.pathname ?? '')?.groups ?? {};
  if (account === undefined || session === undefined || url?.username !== '' || url.password !== '')
    throw new InputError(
      'url',
      `must be the address of a session's page: ${webOrigin}/accounts/…/test-sessions/…`,
    );
  return { account: account.toLowerCase(), session: session.toLowerCase() };
}
