/** `npm start` as a person meets it: through npm, without a terminal, with both signals and with what goes wrong. */
import { createServer } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { startEmulator } from '../../emulator/server.ts';
import { assertPortIsFree, findFreePort } from '../../scripts/ports.ts';
import { type Command, runCommand } from './command.ts';
import { createProjectCopy } from './project-copy.ts';

const ready = 'The gateway is ready.';
const cleanups: (() => Promise<unknown> | unknown)[] = [];

afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

interface Start {
  readonly command: Command;
  readonly port: number;
  readonly emulatorPort: number;
}

async function runStart({
  devVars,
  command: [program = 'npm', ...args] = ['npm', 'start'],
}: {
  devVars?: string;
  command?: string[];
} = {}): Promise<Start> {
  const project = await createProjectCopy(devVars);
  const port = await findFreePort();
  const emulatorPort = await findFreePort();
  const env = { PORT: String(port), EMULATOR_PORT: String(emulatorPort) };
  const command = runCommand(program, args, { cwd: project.directory, env });
  cleanups.push(project.remove, async () => {
    command.signalForeground('SIGTERM');
    await command.exit();
  });
  return { command, port, emulatorPort };
}

async function expectPortsToBeFree({ port, emulatorPort }: Start): Promise<void> {
  await assertPortIsFree(port, 'PORT');
  await assertPortIsFree(emulatorPort, 'EMULATOR_PORT');
}

function query(start: Start, body: string, headers: Record<string, string> = {}): Promise<unknown> {
  return fetch(`http://127.0.0.1:${start.port}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  }).then((response) => response.json());
}

const tinyQuery = JSON.stringify({ query: '{ testSessions(first: 2) { nodes { name } } }' });
const twoSessions = { data: { testSessions: { nodes: [expect.anything(), expect.anything()] } } };

test('prints the addresses and a query that the gateway answers', async () => {
  const start = await runStart();
  await start.command.waitForOutput(ready);
  await start.command.waitForOutput("-d '");

  const output = start.command.output();
  expect(output).toContain(`http://localhost:${start.port}/graphql`);
  expect(output).toContain(`http://127.0.0.1:${start.emulatorPort}`);
  const printedBody = /-d '(.+)'/.exec(output)?.[1] ?? '';
  const answer = await query(start, printedBody);
  expect(answer).toMatchObject({
    data: {
      testSessions: { edges: Array(5).fill({ node: { status: 'FAILED', commit: { branch: 'main' } } }) },
    },
  });
});

test.each(['SIGINT', 'SIGTERM'] as const)('ends all that it started on %s to npm', async (signal) => {
  const start = await runStart();
  await start.command.waitForOutput(ready);
  start.command.signal(signal);
  expect(await start.command.exit()).toBe(0);
  await expectPortsToBeFree(start);
});

test('ends once on Ctrl-C, which reaches npm and its child', async () => {
  const start = await runStart();
  await start.command.waitForOutput(ready);
  start.command.signalForeground('SIGINT');
  expect(await start.command.exit()).toBe(0);
  await expectPortsToBeFree(start);
});

test('ends all that it started on a signal to the process itself', async () => {
  const start = await runStart({ command: [process.execPath, 'scripts/start.ts'] });
  await start.command.waitForOutput(ready);
  start.command.signal('SIGTERM');
  expect(await start.command.exit()).toBe(0);
  await expectPortsToBeFree(start);
});

test.each(['PORT', 'EMULATOR_PORT'] as const)('names a taken %s and starts nothing', async (variable) => {
  const holder = createServer().listen(0, '127.0.0.1');
  cleanups.push(() => holder.close());
  const address = await new Promise<unknown>((resolve) => {
    holder.once('listening', () => resolve(holder.address()));
  });
  const takenPort = typeof address === 'object' && address !== null && 'port' in address ? address.port : 0;
  const project = await createProjectCopy();
  cleanups.push(project.remove);
  const otherPort = await findFreePort();
  const env = { PORT: String(otherPort), EMULATOR_PORT: String(otherPort), [variable]: String(takenPort) };

  const command = runCommand('npm', ['start'], { cwd: project.directory, env });
  expect(await command.exit()).toBe(1);
  expect(command.output()).toContain(`Port ${takenPort} is taken. Free it, or choose another: ${variable}=`);
  await assertPortIsFree(otherPort, variable);
});

test('uses the upstream and the tokens of a .dev.vars, and hands out no demo credential', async () => {
  const upstream = await startEmulator({ port: 0 });
  cleanups.push(upstream.close);
  const account = '11111111-1111-4111-8111-111111111111';
  const token = 'gw_local_0123456789abcdef';
  const start = await runStart({
    devVars: `CHECKLY_API_URL=${upstream.url}\nGATEWAY_TOKENS={"${token}":{"key":"cu_demo","account":"${account}"}}\n`,
  });
  await start.command.waitForOutput(ready);

  expect(start.command.output()).toContain(`Upstream   127.0.0.1:${upstream.port}`);
  await assertPortIsFree(start.emulatorPort, 'EMULATOR_PORT');
  expect(await query(start, tinyQuery)).toMatchObject({
    errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
  });
  expect(await query(start, tinyQuery, { authorization: `Bearer ${token}` })).toMatchObject(twoSessions);
  const own = { authorization: 'Bearer cu_demo', 'x-checkly-account': account };
  expect(await query(start, tinyQuery, own)).toMatchObject(twoSessions);
});

test('keeps the emulator beside a .dev.vars that names no upstream', async () => {
  const start = await runStart({ devVars: 'MAX_PAGE_SIZE=20\n' });
  await start.command.waitForOutput(ready);
  expect(start.command.output()).toContain(`http://127.0.0.1:${start.emulatorPort}`);
  // The variable counts, which the tests of planted variables rest on.
  const tooLarge = JSON.stringify({ query: '{ testSessions(first: 21) { nodes { name } } }' });
  expect(await query(start, tooLarge)).toMatchObject({
    errors: [{ extensions: { code: 'BAD_USER_INPUT' } }],
  });
});

test('shows what is wrong with a variable and ends', async () => {
  const start = await runStart({ devVars: 'CHECKLY_API_URL=ftp://example.com\n' });
  expect(await start.command.exit(50_000)).toBe(1);
  expect(start.command.output()).toContain('CHECKLY_API_URL holds "ftp://example.com"');
  await expectPortsToBeFree(start);
});
