/** What the manifests say of the gateway is so: its probes, its variables, its time to end. */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Gateway, startGateway } from '../../../scripts/start-bundle.ts';

const path = resolve(import.meta.dirname, '../../../examples/kubernetes/gateway.yaml');

let text: string;
let gateway: Gateway;
let vars: Record<string, string>;
beforeAll(async () => {
  text = await readFile(path, 'utf8');
  vars = Object.fromEntries(
    [...text.matchAll(/\{ name: (\w+), value: "([^"]*)" \}/g)].map(([, name = '', value = '']) => [
      name,
      value,
    ]),
  );
  gateway = await startGateway({ vars: { ...vars, DRAIN_SECONDS: '0' } });
});
afterAll(() => gateway?.close());

test('the probes are answered by what they ask', async () => {
  const paths = [...text.matchAll(/httpGet: \{ path: (\S+), port: http \}/g)].map(([, probe]) => probe);
  expect(paths).toEqual(['/health', '/ready']);
  for (const probe of paths) expect((await fetch(`${gateway.url}${probe}`)).status).toBe(200);
});

test('the port is that of the image', async () => {
  const dockerfile = await readFile(resolve(path, '../../../Dockerfile'), 'utf8');
  const port = /containerPort: (\d+)/.exec(text)?.[1];
  expect(dockerfile).toContain(`ENV PORT=${port}`);
});

test('every variable is one that the gateway has', async () => {
  const pages = ['docs/configuration.md', 'docs/node.md'].map((page) =>
    readFile(resolve(path, '../../..', page), 'utf8'),
  );
  const documented = (await Promise.all(pages)).join('\n');
  expect(Object.keys(vars).length).toBeGreaterThan(3);
  expect(Object.keys(vars).filter((name) => !documented.includes(`| \`${name}\``))).toEqual([]);
});

test('a pod has the time that its process may take to end', () => {
  const grace = Number(/terminationGracePeriodSeconds: (\d+)/.exec(text)?.[1]);
  expect(grace).toBeGreaterThan(Number(vars.DRAIN_SECONDS) + Number(vars.SHUTDOWN_SECONDS) + 2);
});
