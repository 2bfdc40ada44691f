/** The errors that the reader can mend: a bad argument, and a credential that will not do. */

/** A bad argument. `argument` is the path a person would look for, such as `filter.search`. */
export class InputError extends Error {
  override readonly name = 'InputError';
  readonly argument: string;
  readonly reason: string;

  constructor(argument: string, reason: string) {
    super(`${argument}: ${reason}`);
    this.argument = argument;
    this.reason = reason;
  }
}

/**
 * No credential, one that the gateway does not know, or one that may not read the account asked for; `unverifiable`
 * where nobody can say for now whether it is good.
 */
export class CredentialError extends Error {
  override readonly name = 'CredentialError';
  readonly kind: 'unauthenticated' | 'forbidden' | 'unverifiable';

  constructor(kind: CredentialError['kind'], message: string) {
    super(message);
    this.kind = kind;
  }
}
