/**
 * The Dockerfile's steps, each in its stage's own empty folder, with no more than .dockerignore lets through. Docker
 * itself is not asked for: `npm ci` has run for the tests already, and the base image is the Node of the tests.
 */
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type EmulatorServer, startEmulator } from '../../../emulator/server.ts';
import { findFreePort } from '../../../scripts/ports.ts';
import { createDemoVars } from '../../../scripts/start-mode.ts';
import { startNodeBundle } from '../../../scripts/start-node-bundle.ts';

const root = resolve(import.meta.dirname, '../../..');
const run = promisify(execFile);

interface Instruction {
  readonly name: string;
  readonly rest: string;
}

let directory: string;
let upstream: EmulatorServer;
let instructions: readonly Instruction[];
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'docker-'));
  upstream = await startEmulator({ port: 0, host: '127.0.0.1', sessions: 3 });
  const text = await readFile(resolve(root, 'Dockerfile'), 'utf8');
  instructions = text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [name = '', ...rest] = line.split(' ');
      return { name, rest: rest.join(' ') };
    });
});
afterAll(async () => {
  await upstream?.close();
  await rm(directory, { recursive: true, force: true });
});

/** What the builder is sent: .dockerignore leaves out everything but what it names. */
async function copyContext(to: string): Promise<void> {
  const lines = (await readFile(resolve(root, '.dockerignore'), 'utf8')).trim().split('\n').slice(1);
  expect(lines[0]).toBe('*');
  for (const line of lines.slice(1))
    await cp(resolve(root, line.slice(1)), join(to, line.slice(1)), { recursive: true });
}

/** Runs all steps; the last stage's folder, variables and commands. */
async function build() {
  const context = join(directory, 'context');
  const stages = new Map<string, string>();
  let stage = '';
  const environment: Record<string, string> = {};
  const told = new Map<string, string>();
  await copyContext(context);
  for (const { name, rest } of instructions) {
    switch (name) {
      case 'FROM': {
        const [image = '', , alias = 'last'] = rest.split(' ');
        expect(image).toBe('node:24-bookworm-slim');
        stage = join(directory, alias);
        await mkdir(stage);
        stages.set(alias, stage);
        break;
      }
      case 'COPY': {
        const [first = '', ...others] = rest.split(' ');
        const from = /^--from=(.+)$/.exec(first)?.[1];
        const sources = (from === undefined ? [first, ...others] : others).slice(0, -1);
        const origin = from === undefined ? context : (stages.get(from) ?? '');
        for (const source of sources) {
          const path = join(origin, source.replace(/^\/app\//, ''));
          const isDirectory = source === '.' || from !== undefined;
          await cp(path, isDirectory ? stage : join(stage, source), { recursive: true });
        }
        break;
      }
      case 'RUN':
        if (rest === 'npm ci') await symlink(resolve(root, 'node_modules'), join(stage, 'node_modules'));
        else await run('sh', ['-c', rest], { cwd: stage });
        break;
      case 'ENV': {
        const [variable = '', value = ''] = rest.split('=');
        environment[variable] = value;
        break;
      }
      default:
        told.set(name, rest);
    }
  }
  return { stage, environment, told };
}

test('builds an image that answers, is healthy and runs as nobody special', async () => {
  const { stage, environment, told } = await build();
  expect((await readdir(stage)).sort()).toEqual(['assets', 'gateway.mjs']);
  expect([told.get('CMD'), told.get('EXPOSE'), told.get('USER')]).toEqual([
    '["node", "gateway.mjs"]',
    environment.PORT,
    '1000',
  ]);

  const port = await findFreePort();
  const vars = { ...environment, ...createDemoVars(upstream.url), PORT: String(port) };
  const isHealthy = async (): Promise<boolean> => {
    const health = told.get('HEALTHCHECK') ?? '';
    const [program = '', ...args]: string[] = JSON.parse(health.slice(health.indexOf('[')));
    return run(program === 'node' ? process.execPath : program, args, { env: vars }).then(
      () => true,
      () => false,
    );
  };
  const gateway = await startNodeBundle({ bundle: join(stage, 'gateway.mjs'), port, vars });
  try {
    const response = await fetch(`${gateway.url}/graphql?query={testSessions{nodes{status}}}`);
    expect(await response.json()).toMatchObject({ data: { testSessions: { nodes: { length: 3 } } } });
    expect((await fetch(`${gateway.url}/graphql`, { headers: { accept: 'text/html' } })).status).toBe(200);
    expect(await isHealthy()).toBe(true);
  } finally {
    await gateway.stop();
  }
  expect(await isHealthy()).toBe(false);
});
