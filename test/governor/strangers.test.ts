/** Keys that upstream refuses spend calls of their own: naming an account is not enough to use it up. */

import { expect, test } from 'vitest';
import { demoAccountId } from '../../emulator/accounts.ts';
import type { Answer } from '../support/answer.ts';
import { createTestGateway, type TestIsolate } from '../support/test-gateway.ts';
import { branch, createCountedKeepers, createSharedGateway, warm } from './shared-gateway.ts';

const createLocalGateway = () => createTestGateway({ vars: { UPSTREAM_CALLS_PER_MINUTE: '10' } });
const codeOf = ({ errors }: Answer) => errors[0]?.extensions.code ?? 'answered';

/** A key that upstream does not know, with the account of the demo key. */
const asStranger = (number: number) => ({
  headers: { authorization: `Bearer cu_stranger${number}`, 'x-checkly-account': demoAccountId },
});

async function attack(isolate: TestIsolate, keys: number, from = 0): Promise<unknown[]> {
  const codes: unknown[] = [];
  for (let i = from; i < from + keys; i += 1)
    codes.push(codeOf(await isolate.ask(branch(i % 7), asStranger(i))));
  return codes;
}

async function readAll(isolate: TestIsolate, reads: number): Promise<unknown[]> {
  const codes: unknown[] = [];
  for (let i = 0; i < reads; i += 1) codes.push(codeOf(await isolate.ask(branch(`own-${i}`))));
  return codes;
}

test('forty strangers leave a known reader every one of its ten calls', async () => {
  const gateway = createLocalGateway();
  await gateway.ask(branch('warm'));
  expect(new Set(await attack(gateway, 40))).toEqual(new Set(['UNAUTHENTICATED']));
  expect(await readAll(gateway, 10)).toEqual([...Array(9).fill('answered'), 'RATE_LIMITED']);
});

test('they leave them to a reader who comes after them, too', async () => {
  const gateway = createLocalGateway();
  await attack(gateway, 40);
  expect(await readAll(gateway, 11)).toEqual([...Array(10).fill('answered'), 'RATE_LIMITED']);
});

test('many at once do no more than one after another', async () => {
  const gateway = createLocalGateway();
  await gateway.ask(branch('warm'));
  const asks = Array.from({ length: 40 }, (_, i) => gateway.askNow(branch(0), asStranger(i)));
  const codes = (await gateway.clock.run(Promise.all(asks))).map(codeOf);
  expect(new Set(codes)).toEqual(new Set(['UNAUTHENTICATED']));
  expect(await readAll(gateway, 9)).toEqual(Array(9).fill('answered'));
});

test('one stranger asks upstream no more often than an account may', async () => {
  const gateway = createLocalGateway();
  const codes: unknown[] = [];
  for (let i = 0; i < 12; i += 1) codes.push(codeOf(await gateway.ask(branch(i), asStranger(0))));
  expect(codes).toEqual([...Array(10).fill('UNAUTHENTICATED'), 'RATE_LIMITED', 'RATE_LIMITED']);
  expect(await readAll(gateway, 10)).toEqual(Array(10).fill('answered'));
});

test('a key that was revoked is a stranger again', async () => {
  const gateway = createLocalGateway();
  const revoked = { headers: { authorization: 'Bearer cu_both', 'x-checkly-account': demoAccountId } };
  await gateway.ask(branch('warm'));
  await gateway.ask(branch('warm'), revoked);
  gateway.emulator.revokeKey('cu_both');
  for (let i = 0; i < 20; i += 1) await gateway.ask(branch(i), revoked);
  // Two calls to get acquainted, and the one that told of the end.
  expect(await readAll(gateway, 8)).toEqual([...Array(7).fill('answered'), 'RATE_LIMITED']);
});

test('the account’s Durable Object hears of strangers in no isolate', async () => {
  const { counted, keepers } = createCountedKeepers();
  const gateway = createSharedGateway(10, keepers);
  const isolates = [gateway, gateway.newIsolate()];
  await warm(gateway, isolates);
  Object.assign(counted, { leases: 0, calls: 0 });
  for (const isolate of isolates) {
    expect(new Set(await attack(isolate, 30))).toEqual(new Set(['UNAUTHENTICATED']));
  }
  expect(counted).toEqual({ leases: 0, calls: 0 });
  // One of the ten is the call that introduced the reader.
  expect(await readAll(gateway, 10)).toEqual([...Array(9).fill('answered'), 'RATE_LIMITED']);
});
