/** Every variable of the table: what it takes, what it is when absent, and what is said of a value that it does not take. */

import { describe, expect, test } from 'vitest';
import { readConfig } from '../../src/config/config.ts';
import { ConfigError, listVariables } from '../../src/config/read-variable.ts';
import { variables } from '../../src/config/variables.ts';

const CACHE_PARTITION_SECRET = 'x'.repeat(32);
const read = (env: Record<string, unknown>) => readConfig({ CACHE_PARTITION_SECRET, ...env });
const wrong = (message: string) => expect.objectContaining({ constructor: ConfigError, message });

const all = listVariables(variables);
const secrets = all.filter(({ isSecret }) => isSecret);
const withDefault = all.flatMap(({ name, whenAbsent }) =>
  whenAbsent.kind === 'default' ? [{ name, text: whenAbsent.text }] : [],
);
/** As a deployer is told: the numbers and the words of the sentence. */
const numbers = all.flatMap(({ name, takes }) => {
  const [, min, max] = /^a whole number from (\d+) to (\d+)$/.exec(takes) ?? [];
  return max === undefined ? [] : [{ name, takes, min: Number(min), max: Number(max) }];
});
const choices = all.flatMap(({ name, takes }) => {
  const words = [...takes.matchAll(/"([^"]+)"/g)].map(([, word]) => word ?? '');
  return /^"[^ ]+"(, "[^ ]+")* or "[^ ]+"$/.test(takes) ? [{ name, takes, words }] : [];
});

test('each variable has a name of its own, in capitals, and a description', () => {
  const names = all.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(names.filter((name) => !/^[A-Z]+(_[A-Z]+)*$/.test(name))).toEqual([]);
  expect(all.filter(({ description }) => !/^[A-Z`].*\.$/s.test(description))).toEqual([]);
});

test('each variable is a secret, a number, a choice, or one of few texts', () => {
  const known = [...secrets, ...numbers, ...choices].map(({ name }) => name);
  const texts = [
    'CHECKLY_API_URL',
    'CORS_ORIGINS',
    'JWT_JWKS_URL',
    'JWT_ISSUER',
    'JWT_AUDIENCE',
    'JWT_HEADER',
  ];
  expect([...known, ...texts].sort()).toEqual(all.map(({ name }) => name).sort());
});

test('no variable is read that the table does not have, and each of the table is', () => {
  const asked = new Set<string>();
  const held: Readonly<Record<string, string>> = { CACHE_PARTITION_SECRET };
  const get = (_target: object, name: string) => {
    asked.add(name);
    return held[name];
  };
  readConfig(new Proxy({}, { get }));
  expect([...asked].sort()).toEqual(all.map(({ name }) => name).sort());
});

test('an empty variable counts as absent, and those of others are not looked at', () => {
  const empty = Object.fromEntries(all.map(({ name }) => [name, '']));
  expect(read({ ...empty, CACHE_PARTITION_SECRET, ASSETS: {}, SOMETHING: 'else' })).toEqual(read({}));
});

test.each(withDefault)('the default of $name is a value that it takes', ({ name, text }) => {
  expect(read({ [name]: text })).toEqual(read({}));
});

describe.each(choices)('$name', ({ name, takes, words }) => {
  test.each(words)('takes %s', (value) => {
    const credential = { CHECKLY_API_KEY: 'cu_demo', CHECKLY_ACCOUNT_ID: crypto.randomUUID() };
    const env = { CHECKLY_API_URL: 'http://127.0.0.1', ...credential, [name]: value };
    expect(() => read(env)).not.toThrow();
  });

  test.each(['x', 'ON', ' on', 'true', '1'])('does not take "%s"', (value) => {
    expect(() => read({ [name]: value })).toThrow(wrong(`${name} holds "${value}"; it takes ${takes}.`));
  });
});

describe.each(numbers)('$name', ({ name, takes, min, max }) => {
  test('takes its least and its greatest value, as text or as a number', () => {
    for (const value of [`${min}`, `${max}`, min, max]) {
      expect(() => read({ [name]: value })).not.toThrow();
    }
  });

  test.each([`${min - 1}`, `${max + 1}`, '-1', '1.5', '1e2', '0x20', 'many', ' 50 ', '٥٠', 'Infinity'])(
    'does not take "%s"',
    (value) => {
      expect(() => read({ [name]: value })).toThrow(wrong(`${name} holds "${value}"; it takes ${takes}.`));
    },
  );
});

test.each(secrets)('of a wrong $name, a secret, only the length is told', ({ name, takes }) => {
  expect(() => read({ [name]: '?secret?' })).toThrow(
    wrong(`${name} holds a secret of 8 characters; it takes ${takes}.`),
  );
});

describe('CACHE_PARTITION_SECRET', () => {
  test.each([undefined, ''])('is missed when it is %j', (secret) => {
    expect(() => readConfig({ CACHE_PARTITION_SECRET: secret })).toThrow(
      wrong(
        'CACHE_PARTITION_SECRET is missing; it takes at least 32 random characters, and keeps the cache entries of different credentials apart.',
      ),
    );
  });

  test('takes 32 characters, and not one less, of which only the number is told', () => {
    expect(read({}).cache.partitionSecret).toBe(CACHE_PARTITION_SECRET);
    expect(() => readConfig({ CACHE_PARTITION_SECRET: 'y'.repeat(31) })).toThrow(
      wrong(
        'CACHE_PARTITION_SECRET holds a secret of 31 characters; it takes at least 32 random characters.',
      ),
    );
  });
});
