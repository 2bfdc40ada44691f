/** Every variable: what it takes, what it is when left out, and what is said of a value that it does not take. */

import { describe, expect, test } from 'vitest';
import { readConfig } from '../../src/config/config.ts';
import { ConfigError } from '../../src/config/read-variable.ts';

const CACHE_PARTITION_SECRET = 'x'.repeat(32);
const read = (env: Record<string, unknown>) => readConfig({ CACHE_PARTITION_SECRET, ...env });
const wrong = (message: string) => expect.objectContaining({ constructor: ConfigError, message });

const choices: readonly [name: string, takes: string, good: readonly string[]][] = [
  ['UPSTREAM_LIST_STYLE', '"brackets" or "repeat"', ['brackets', 'repeat']],
  ['ENVIRONMENT', '"production" or "local"', ['production', 'local']],
  ['CREDENTIAL_PASS_THROUGH', '"on" or "off"', ['on', 'off']],
  ['SHARED_CACHE', '"workers-cache", "cache-api" or "none"', ['workers-cache', 'cache-api', 'none']],
];

const numbers: readonly [name: string, min: number, max: number][] = [
  ['MAX_PAGE_SIZE', 20, 4000],
  ['UPSTREAM_PAGE_SIZE', 1, 100],
  ['SUBREQUEST_BUDGET', 1, 10_000],
  ['REQUEST_TIMEOUT_MS', 100, 300_000],
  ['MAX_DETAILS_PER_REQUEST', 0, 10_000],
  ['SUBSCRIPTION_MAX_SECONDS', 1, 86_400],
  ['FRESH_RUNNING_SECONDS', 0, 3600],
  ['FRESH_HEAD_SECONDS', 0, 3600],
  ['FRESH_SETTLED_SECONDS', 0, 31_536_000],
  ['FRESH_CLOSED_SECONDS', 0, 31_536_000],
  ['SETTLE_HORIZON_SECONDS', 0, 31_536_000],
  ['STALE_WHILE_REVALIDATE_SECONDS', 0, 86_400],
  ['STALE_IF_ERROR_SECONDS', 0, 604_800],
  ['CREDENTIAL_LEASE_SECONDS', 0, 3600],
  ['MEMORY_MAX_AGE_SECONDS', 0, 3600],
  ['MEMORY_CACHE_BYTES', 1, 104_857_600],
  ['NO_CACHE_FLOOR_SECONDS', 0, 3600],
  ['UPSTREAM_CALLS_PER_MINUTE', 1, 100_000],
];

test('no variable is read that these tests do not know', () => {
  const asked = new Set<string>();
  const held: Readonly<Record<string, string>> = {
    CACHE_PARTITION_SECRET,
    PUBLIC_ACCESS: 'held-data-is-public',
    CHECKLY_API_KEY: 'sv_key',
  };
  const get = (_target: object, name: string) => {
    asked.add(name);
    return held[name];
  };
  readConfig(new Proxy({}, { get }));
  const others = [
    'CHECKLY_API_URL',
    'CACHE_PARTITION_SECRET',
    'GATEWAY_TOKENS',
    'PUBLIC_ACCESS',
    'PURGE_TOKENS',
  ];
  const credentials = ['CHECKLY_API_KEY', 'CHECKLY_ACCOUNT_ID'];
  const known = [...choices, ...numbers].map(([name]) => name);
  expect([...asked].sort()).toEqual([...others, ...credentials, ...known].sort());
});

test('an empty variable counts as left out, and those of others are not looked at', () => {
  const empty = { CHECKLY_API_URL: '', MAX_PAGE_SIZE: '', PUBLIC_ACCESS: '', GATEWAY_TOKENS: '' };
  expect(read({ ...empty, ASSETS: {}, SOMETHING: 'else' })).toEqual(read({}));
});

describe.each(choices)('%s', (name, takes, good) => {
  test.each(good)('takes %s', (value) => {
    expect(() => read({ [name]: value })).not.toThrow();
  });

  test.each(['x', 'ON', ' on', 'true', '1'])('does not take "%s"', (value) => {
    expect(() => read({ [name]: value })).toThrow(wrong(`${name} holds "${value}"; it takes ${takes}.`));
  });
});

describe.each(numbers)('%s', (name, min, max) => {
  test('takes its least and its greatest value, as text or as a number', () => {
    for (const value of [`${min}`, `${max}`, min, max]) {
      expect(() => read({ [name]: value })).not.toThrow();
    }
  });

  test.each([`${min - 1}`, `${max + 1}`, '-1', '1.5', '1e2', '0x20', 'many', ' 50 ', '٥٠', 'Infinity'])(
    'does not take "%s"',
    (value) => {
      expect(() => read({ [name]: value })).toThrow(
        wrong(`${name} holds "${value}"; it takes a whole number from ${min} to ${max}.`),
      );
    },
  );
});

describe('CACHE_PARTITION_SECRET', () => {
  const takes = 'at least 32 characters, chosen by chance';

  test.each([undefined, ''])('is missed when it is %j', (secret) => {
    expect(() => readConfig({ CACHE_PARTITION_SECRET: secret })).toThrow(
      wrong(
        `CACHE_PARTITION_SECRET is missing; it takes ${takes}, and keeps the copies of different credentials apart.`,
      ),
    );
  });

  test('takes 32 characters, and not one less, of which only the number is told', () => {
    expect(read({}).cache.partitionSecret).toBe(CACHE_PARTITION_SECRET);
    expect(() => readConfig({ CACHE_PARTITION_SECRET: 'y'.repeat(31) })).toThrow(
      wrong(`CACHE_PARTITION_SECRET holds a secret of 31 characters; it takes ${takes}.`),
    );
  });
});
