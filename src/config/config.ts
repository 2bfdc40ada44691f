/** From the Worker's environment to one typed value, or an error that names the variable. Pure. */

import * as v from 'valibot';
import type { CacheSettings } from '../cache/settings.ts';
import type { ChecklySettings } from '../checkly/client.ts';
import type { CredentialRules } from '../credentials/credential.ts';
import * as limits from '../limits.ts';
import { readCacheSettings } from './cache-settings.ts';
import { readCredentialRules } from './credential-rules.ts';
import { isLoopback } from './loopback.ts';
import { type PurgeToken, readPurgeTokens } from './purge-tokens.ts';
import { type Environment, readVariable, readWholeNumber } from './read-variable.ts';

export interface Config {
  readonly checkly: ChecklySettings;
  readonly credentials: CredentialRules;
  readonly cache: CacheSettings;
  readonly purgeTokens: readonly PurgeToken[];
  /** Most edges that one connection gives. */
  readonly maxPageSize: number;
  /** Rows asked from upstream at a time. */
  readonly upstreamPageSize: number;
  /** Upstream and cache calls one request may make. */
  readonly subrequestBudget: number;
  /** Time for all upstream work of one request, milliseconds. */
  readonly requestTimeoutMs: number;
  /** Reads of single sessions and errors that the lists of one request may need. */
  readonly maxDetailsPerRequest: number;
  /** Longest wait of one subscription, milliseconds. */
  readonly subscriptionMaxMs: number;
  /** `local` under `npm start` and in tests. */
  readonly environment: 'production' | 'local';
}

/** @throws ConfigError naming the variable, what it held and what it takes. */
export function readConfig(env: Environment): Config {
  const baseUrl = readBaseUrl(env);
  const environment = readEnvironment(env);
  return {
    checkly: { baseUrl, listStyle: readListStyle(env) },
    credentials: readCredentialRules(env, baseUrl),
    cache: readCacheSettings(env, environment),
    purgeTokens: readPurgeTokens(env),
    maxPageSize: readWholeNumber(env, 'MAX_PAGE_SIZE', 20, 4000, limits.maxPageSize),
    upstreamPageSize: readWholeNumber(env, 'UPSTREAM_PAGE_SIZE', 1, 100, limits.maxUpstreamPageSize),
    subrequestBudget: readWholeNumber(env, 'SUBREQUEST_BUDGET', 1, 10_000, limits.subrequestBudget),
    requestTimeoutMs: readWholeNumber(env, 'REQUEST_TIMEOUT_MS', 100, 300_000, limits.requestTimeoutMs),
    maxDetailsPerRequest: readWholeNumber(
      env,
      'MAX_DETAILS_PER_REQUEST',
      0,
      10_000,
      limits.maxDetailsPerRequest,
    ),
    subscriptionMaxMs:
      1000 * readWholeNumber(env, 'SUBSCRIPTION_MAX_SECONDS', 1, 86_400, limits.subscriptionMaxSeconds),
    environment,
  };
}

const publicBaseUrl = 'https://api.checklyhq.com';

function readBaseUrl(env: Environment): string {
  return readVariable(
    env,
    {
      name: 'CHECKLY_API_URL',
      schema: v.pipe(
        v.string(),
        v.check(isSafeBaseUrl),
        v.transform((url) => url.replace(/\/+$/, '')),
      ),
      takes: 'an https address without query, user or fragment (http on a loopback address only)',
    },
    publicBaseUrl,
  );
}

function isSafeBaseUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  const isSafe = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(text));
  return isSafe && url.username === '' && url.password === '' && url.search === '' && url.hash === '';
}

function readListStyle(env: Environment): ChecklySettings['listStyle'] {
  const styles = ['brackets', 'repeat'] as const;
  return readVariable(
    env,
    { name: 'UPSTREAM_LIST_STYLE', schema: v.picklist(styles), takes: '"brackets" or "repeat"' },
    'brackets' as const,
  );
}

function readEnvironment(env: Environment): Config['environment'] {
  return readVariable(
    env,
    { name: 'ENVIRONMENT', schema: v.picklist(['production', 'local']), takes: '"production" or "local"' },
    'production' as const,
  );
}
