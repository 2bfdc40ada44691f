/** What the fields for key and account lack, in words; and the headers that they make. Pure. */

export interface Access {
  /** A Checkly API key or a gateway token; empty when there is none. */
  readonly key: string;
  /** Empty when there is none. */
  readonly account: string;
}

export interface AccessState {
  /** A few words for the closed field. */
  readonly label: string;
  /** What to do next. */
  readonly hint: string;
  /** Whether queries can be expected to be refused. */
  readonly isIncomplete: boolean;
}

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** @param refusal the code of the last answer's refusal, such as `UNAUTHENTICATED`; null when it was none */
export function describeAccess({ key, account }: Access, refusal: string | null): AccessState {
  const missing = findMissing({ key, account });
  if (missing !== null) return { ...missing, isIncomplete: true };
  if (refusal === 'UNAUTHENTICATED' || refusal === 'FORBIDDEN') {
    const hint =
      key === ''
        ? 'This gateway asks for a key: type one above.'
        : 'This key was refused: check that it is whole, not revoked, and reaches the account.';
    return { label: key === '' ? 'Key: missing' : 'Key: refused', hint, isIncomplete: true };
  }
  if (key === '') return { label: 'Key: none', hint: 'The demo needs none.', isIncomplete: false };
  return { label: 'Key: set', hint: 'Nothing is missing.', isIncomplete: false };
}

/** Empty fields make no header. */
export function toHeaders({ key, account }: Access): Record<string, string> {
  return {
    ...(key === '' ? {} : { authorization: `Bearer ${key}` }),
    ...(account === '' ? {} : { 'x-checkly-account': account }),
  };
}

function findMissing({ key, account }: Access): { label: string; hint: string } | null {
  if (account !== '' && !uuid.test(account)) {
    return {
      label: 'Account: not an id',
      hint: 'The account id is a UUID: 36 characters with four hyphens.',
    };
  }
  if (key === '' && account !== '') {
    return { label: 'Key: missing', hint: 'Missing: the key that reaches this account.' };
  }
  if (key.startsWith('cu_') && account === '') {
    return { label: 'Account: missing', hint: 'Missing: the account id. A key of a user (cu_) needs it.' };
  }
  if (key !== '' && !/^(?:cu|sv|gw)_\S+$/.test(key)) {
    return {
      label: 'Key: not a key',
      hint: 'A key starts with cu_ (a user) or sv_ (a service), a gateway token with gw_.',
    };
  }
  return null;
}
