/** What reading a JWT and its issuer's keys may take, each number with its reason. */

/** Characters in a JWT: a header of a request takes 16 KB, and providers stay far below. */
export const maxJwtLength = 8_192;

/** By how much the clock of a JWT's issuer may differ from the gateway's. */
export const jwtClockSkewSeconds = 30;

/** How long an issuer's keys are used without asking: for so long a key that it withdrew is still taken. */
export const jwksFreshMs = 600_000;

/** How long the last keys are used while their address does not answer. */
export const jwksMaxAgeMs = 86_400_000;

/** Time for reading the keys. */
export const jwksTimeoutMs = 3_000;

/** An issuer's keys; a key has about 2 KB with its certificate, and issuers publish a few. */
export const maxJwksBytes = 65_536;
