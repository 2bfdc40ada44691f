/** From the Worker's environment to one typed value, or an error that names the variable. Pure. */

import type { CredentialRules } from '../credentials/credential.ts';
import { type Environment, readVariables, type ValuesOf } from './read-variable.ts';
import { addLocalDefaults, toJwtRules, toPublicCredential } from './rules.ts';
import { variables } from './variables.ts';

type Values = ValuesOf<typeof variables>;

/** What the variables of the table become, each under its field there; their documentation is there too. */
export interface Config extends Omit<Values, 'credentials'> {
  readonly credentials: CredentialRules;
}

/** How long cache entries are served, whose they are, and where they are stored. Times in milliseconds. */
export type CacheSettings = Config['cache'];

/** How long past its freshness an entry is served (RFC 5861), milliseconds. */
export type StalePolicy = CacheSettings['stale'];

/** What an account's calls need: no token, key or other secret. */
export type AccountConfig = Pick<Config, 'cache' | 'checkly' | 'requestTimeoutMs'>;

/** The same of few variables: an isolate may hold the objects of many accounts. @throws ConfigError as `readConfig` */
export function readAccountConfig(env: Environment): AccountConfig {
  const { cache, checkly, requestTimeoutMs } = variables;
  return readVariables(addLocalDefaults(env), { cache, checkly, requestTimeoutMs });
}

/** @throws ConfigError naming the variable, what it held and what it takes. */
export function readConfig(env: Environment): Config {
  const values = readVariables(addLocalDefaults(env), variables);
  const { publicAccess, held, jwt, ...credentials } = values.credentials;
  return {
    ...values,
    credentials: {
      ...credentials,
      publicCredential: toPublicCredential(publicAccess, held, values.checkly.baseUrl),
      jwt: toJwtRules(jwt, held),
    },
  };
}
