/** Credentials that upstream has not accepted have a limit of their own: naming an account does not use up its calls. */

import { expect, test } from 'vitest';
import { demoAccountId } from '../../emulator/accounts.ts';
import type { Answer } from '../support/answer.ts';
import { createTestGateway, type TestIsolate } from '../support/test-gateway.ts';

const branch = (name: number | string) =>
  `{ testSessions(first: 1, filter: {branches: ["branch-${name}"]}) { nodes { id } } }`;
const createSmallGateway = () => createTestGateway({ vars: { UPSTREAM_CALLS_PER_MINUTE: '10' } });
const codeOf = ({ errors }: Answer) => errors[0]?.extensions.code ?? 'answered';

/** A key that upstream does not know, with the account of the demo key. */
const asUnknown = (number: number) => ({
  headers: { authorization: `Bearer cu_unknown${number}`, 'x-checkly-account': demoAccountId },
});

async function attack(isolate: TestIsolate, keys: number): Promise<unknown[]> {
  const codes: unknown[] = [];
  for (let i = 0; i < keys; i += 1) codes.push(codeOf(await isolate.ask(branch(i % 7), asUnknown(i))));
  return codes;
}

async function readAll(isolate: TestIsolate, reads: number): Promise<unknown[]> {
  const codes: unknown[] = [];
  for (let i = 0; i < reads; i += 1) codes.push(codeOf(await isolate.ask(branch(`own-${i}`))));
  return codes;
}

test('forty unknown keys leave an accepted one every call of the account', async () => {
  const gateway = createSmallGateway();
  await gateway.ask(branch('first'));
  expect(new Set(await attack(gateway, 40))).toEqual(new Set(['UNAUTHENTICATED']));
  expect(await readAll(gateway, 10)).toEqual([...Array(9).fill('answered'), 'RATE_LIMITED']);
});

test('they leave them to a reader who comes after them, too', async () => {
  const gateway = createSmallGateway();
  await attack(gateway, 40);
  expect(await readAll(gateway, 11)).toEqual([...Array(10).fill('answered'), 'RATE_LIMITED']);
});

test('many at once use no more than one after another', async () => {
  const gateway = createSmallGateway();
  await gateway.ask(branch('first'));
  const asks = Array.from({ length: 40 }, (_, i) => gateway.askNow(branch(0), asUnknown(i)));
  const codes = (await gateway.clock.run(Promise.all(asks))).map(codeOf);
  expect(new Set(codes)).toEqual(new Set(['UNAUTHENTICATED']));
  expect(await readAll(gateway, 9)).toEqual(Array(9).fill('answered'));
});

test('in every isolate', async () => {
  const gateway = createSmallGateway();
  await gateway.ask(branch('first'));
  for (const isolate of [gateway, gateway.newIsolate()]) {
    expect(new Set(await attack(isolate, 30))).toEqual(new Set(['UNAUTHENTICATED']));
  }
  expect(await readAll(gateway, 10)).toEqual([...Array(9).fill('answered'), 'RATE_LIMITED']);
});

test('an unknown key makes no more calls than an account may', async () => {
  const gateway = createSmallGateway();
  const codes: unknown[] = [];
  for (let i = 0; i < 12; i += 1) codes.push(codeOf(await gateway.ask(branch(i), asUnknown(0))));
  expect(codes).toEqual([...Array(10).fill('UNAUTHENTICATED'), 'RATE_LIMITED', 'RATE_LIMITED']);
  expect(await readAll(gateway, 10)).toEqual(Array(10).fill('answered'));
});

test('a revoked key is unverified again', async () => {
  const gateway = createSmallGateway();
  const revoked = { headers: { authorization: 'Bearer cu_both', 'x-checkly-account': demoAccountId } };
  await gateway.ask(branch('first'));
  await gateway.ask(branch('first'), revoked);
  gateway.emulator.revokeKey('cu_both');
  for (let i = 0; i < 20; i += 1) await gateway.ask(branch(i), revoked);
  // Two first calls, and the one that upstream refused.
  expect(await readAll(gateway, 8)).toEqual([...Array(7).fill('answered'), 'RATE_LIMITED']);
});

test('ninety-five fields with an unknown key make one call, and each has its refusal', async () => {
  const gateway = createTestGateway();
  const fields = Array.from(
    { length: 95 },
    (_, i) => `f${i}: testSessions(filter: {branches: ["${i}"]}) { __typename }`,
  );
  const answer = await gateway.ask(`{ ${fields.join(' ')} }`, asUnknown(0));
  expect([answer.status, gateway.upstreamCalls()]).toEqual([401, 1]);
  expect(new Set(answer.errors.map(({ path, extensions }) => `${path} ${extensions.code}`))).toEqual(
    new Set(fields.map((_, i) => `f${i} UNAUTHENTICATED`)),
  );
});

test('requests that wait for its first call share the refusal', async () => {
  const gateway = createTestGateway();
  gateway.emulator.setFaults([{ match: '/v1', delayMs: 1_000 }]);
  const asks = Array.from({ length: 95 }, (_, i) => gateway.askNow(branch(i), asUnknown(0)));
  const answers = await gateway.clock.run(Promise.all(asks));
  expect(new Set(answers.map(codeOf))).toEqual(new Set(['UNAUTHENTICATED']));
  expect(gateway.upstreamCalls()).toBe(1);
});

test('the reads of a key that upstream accepts wait for the first answer only', async () => {
  const gateway = createTestGateway();
  gateway.emulator.setFaults([{ match: '/v1', delayMs: 1_000 }]);
  const startedAt = gateway.clock.now();
  const asks = Array.from({ length: 20 }, (_, i) => gateway.askNow(branch(i)));
  const answers = await gateway.clock.run(Promise.all(asks));
  expect([new Set(answers.map(codeOf)), gateway.clock.now() - startedAt]).toEqual([
    new Set(['answered']),
    2_000,
  ]);
});
