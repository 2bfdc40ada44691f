/** JWTs in the built Worker: its keys come over a socket, and what verifies them is evaluated with the first one. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Gateway, startGateway } from '../../scripts/start-bundle.ts';

const { privateKey, publicKey } = await generateKeyPair('RS256');
const keySet = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: 'k1', alg: 'RS256' }] });
const query = JSON.stringify({ query: '{ testSessions(first: 1) { pageInfo { hasNextPage } } }' });

let gateway: Gateway;
let issuer: Server;
let keyReads = 0;
beforeAll(async () => {
  issuer = createServer((_request, response) => {
    keyReads += 1;
    setTimeout(() => response.end(keySet), 200);
  });
  issuer.listen(0, '127.0.0.1');
  await once(issuer, 'listening');
  const address = issuer.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  gateway = await startGateway({
    vars: {
      PUBLIC_ACCESS: undefined,
      JWT_JWKS_URL: `http://127.0.0.1:${port}/certs`,
      JWT_ISSUER: 'https://id.example',
      JWT_AUDIENCE: 'gateway',
      JWT_HEADER: 'Cf-Access-Jwt-Assertion',
    },
  });
});
afterAll(async () => {
  await gateway?.close();
  issuer?.close();
});

function sign(claims: Readonly<Record<string, unknown>>): Promise<string> {
  return new SignJWT({ iss: 'https://id.example', aud: 'gateway', ...claims })
    .setProtectedHeader({ alg: 'RS256', kid: 'k1' })
    .setExpirationTime('1h')
    .sign(privateKey);
}

async function ask(token: string) {
  const headers = { 'content-type': 'application/json', 'cf-access-jwt-assertion': token };
  const response = await fetch(`${gateway.url}/graphql`, { method: 'POST', headers, body: query });
  return { status: response.status, body: await response.json() };
}

test('forty readers at a cold start wait for one reading of the keys', async () => {
  const tokens = await Promise.all(Array.from({ length: 40 }, (_, i) => sign({ sub: `reader-${i}` })));
  const answers = await Promise.all(tokens.map(ask));
  const told = new Set(answers.map(({ status, body }) => JSON.stringify([status, body.data])));
  expect([...told]).toEqual(['[200,{"testSessions":{"pageInfo":{"hasNextPage":true}}}]']);
  expect(keyReads).toBe(1);
});

test('a wrong one is refused', async () => {
  const { status, body } = await ask(await sign({ sub: 'ada', aud: 'another' }));
  expect([status, body.errors[0].message]).toEqual([
    401,
    'No valid credential: the JWT is for another audience.',
  ]);
  expect(keyReads).toBe(1);
});
