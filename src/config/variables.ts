/**
 * The one table of the Worker's variables, in the shape of the configuration that they become. Its entries are read,
 * validated, and printed as the table of docs/configuration.md (`npm run print:config`). Defaults are numbers of `src/limits.ts`.
 */

import * as limits from '../limits.ts';
import { baseUrlSchema } from './base-url.ts';
import { cacheVariables } from './cache-variables.ts';
import { clientVariables } from './client-variables.ts';
import { credentialVariables, purgeTokensVariable } from './credential-variables.ts';
import { choice, seconds, text, wholeNumber } from './variable-kinds.ts';

export const variables = {
  checkly: {
    /** Without a slash at its end; https unless it is a loopback address. */
    baseUrl: text({
      name: 'CHECKLY_API_URL',
      schema: baseUrlSchema,
      takes: 'an https address without query, user or fragment (http on a loopback address only)',
      default: 'https://api.checklyhq.com',
      description: "The address of Checkly's API.",
    }),
    listStyle: choice({
      name: 'UPSTREAM_LIST_STYLE',
      options: ['brackets', 'repeat'],
      default: 'brackets',
      description:
        "How lists are sent to Checkly: `brackets` is `statuses[]=A`, as Checkly's own client sends them; `repeat` is `statuses=A`, as its API's description says.",
    }),
  },
  credentials: credentialVariables,
  clients: clientVariables,
  purgeTokens: purgeTokensVariable,
  /** Most edges of one connection. */
  maxPageSize: wholeNumber({
    name: 'MAX_PAGE_SIZE',
    from: 20,
    to: 4000,
    unit: 'sessions',
    default: limits.maxPageSize,
    description: 'The largest `first`.',
  }),
  upstreamPageSize: wholeNumber({
    name: 'UPSTREAM_PAGE_SIZE',
    from: 1,
    to: limits.maxUpstreamPageSize,
    unit: 'sessions',
    default: limits.maxUpstreamPageSize,
    description: 'Sessions that one call to Checkly asks for.',
  }),
  subrequestBudget: wholeNumber({
    name: 'SUBREQUEST_BUDGET',
    from: 1,
    to: 10_000,
    unit: 'calls',
    default: limits.subrequestBudget,
    description:
      'Calls that one request may make to Checkly and to the shared cache. Retries count towards `UPSTREAM_CALLS_PER_MINUTE` only.',
  }),
  requestTimeoutMs: wholeNumber({
    name: 'REQUEST_TIMEOUT_MS',
    from: 100,
    to: 300_000,
    unit: 'milliseconds',
    default: limits.requestTimeoutMs,
    description: 'Time for all calls to Checkly of one request.',
  }),
  maxDetailsPerRequest: wholeNumber({
    name: 'MAX_DETAILS_PER_REQUEST',
    from: 0,
    to: 10_000,
    unit: 'reads',
    default: limits.maxDetailsPerRequest,
    description: 'Reads of single sessions and error groups that the lists of one request may need.',
  }),
  /** What one request may cost, known before it is executed. */
  cost: {
    maxWeight: wholeNumber({
      name: 'MAX_REQUEST_WEIGHT',
      from: 1_000,
      to: 10_000_000,
      unit: 'fields and list items',
      default: limits.maxRequestWeight,
      description:
        'What the answer to one request may hold: its fields times the lengths of their lists, each alias counted, introspection too.',
    }),
    maxCalls: wholeNumber({
      name: 'MAX_REQUEST_CALLS',
      from: 1,
      to: 100_000,
      unit: 'calls',
      default: limits.maxRequestCalls,
      description:
        'Calls to Checkly that the lists and look-ups of one request may need with nothing cached. A request above it is refused whole; `SUBREQUEST_BUDGET` bounds the calls that are made.',
    }),
    maxIds: wholeNumber({
      name: 'MAX_REQUEST_IDS',
      from: 1,
      to: 10_000,
      unit: 'ids',
      default: limits.maxRequestIds,
      description: 'Ids of `nodes` and representations of `_entities` in one request, all fields together.',
    }),
  },
  subscriptionMaxMs: seconds({
    name: 'SUBSCRIPTION_MAX_SECONDS',
    from: 1,
    to: 86_400,
    default: limits.subscriptionMaxSeconds,
    description: 'The longest wait of one subscription.',
  }),
  cache: cacheVariables,
  loggedRequestsPercent: wholeNumber({
    name: 'LOG_REQUESTS',
    from: 0,
    to: 100,
    unit: 'percent',
    default: limits.loggedRequestsPercent,
    description: 'GraphQL requests that leave a line in the log. Those with an error always do, except at 0.',
  }),
  environment: choice({
    name: 'ENVIRONMENT',
    options: ['production', 'local'],
    default: 'production',
    description:
      '`local` is for a machine of your own; `npm start` and the tests set it. `NO_CACHE_FLOOR_SECONDS` is 0 then unless it is given, and `X-Gateway-Debug` in a request [explains its answer](caching.md#what-a-response-tells-of-it).',
  }),
};
