/** Yoga answers what is odd about a request, and is loaded when the first such request comes. */

import { expect, test, vi } from 'vitest';
import { createTestGateway } from '../support/test-gateway.ts';

const loads = vi.hoisted(() => ({ count: 0 }));

vi.mock(import('../../src/graphql/yoga-server.ts'), async (importActual) => {
  loads.count += 1;
  return importActual();
});

test('plain queries are answered without it, the first odd request loads it, and it is loaded once', async () => {
  const gateway = createTestGateway();
  const [sessionId] = gateway.emulator.addSessions([{}]);
  const plain = await gateway.ask('query ($n: Int!) { testSessions(first: $n) { nodes { sessionId } } }', {
    variables: { n: 1 },
  });
  expect(plain.data).toEqual({ testSessions: { nodes: [{ sessionId }] } });
  expect(loads.count).toBe(0);

  for (const document of ['{ nothing }', '{ nothing }', '{']) {
    const odd = await gateway.ask(document);
    expect(odd.errors).toHaveLength(1);
    expect(loads.count).toBe(1);
  }
});
