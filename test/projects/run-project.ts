/** Starts the clients that are built by the commands of their README. */
import { resolve } from 'node:path';
import { expect } from 'vitest';
import { demoAccountId, demoKey } from '../../emulator/emulator.ts';
import type { Gateway } from '../../scripts/start-bundle.ts';
import { runCommand } from '../e2e/command.ts';

export const root = resolve(import.meta.dirname, '../..');
export const projects = resolve(root, 'examples/projects');
const commandTimeoutMs = 110_000;

/** @returns what the script of the clients' own package.json wrote */
export async function runProjectScript(name: string): Promise<string> {
  return runToEnd(['run', '--silent', '--prefix', projects, name]);
}

/** @returns what the example printed */
export async function runExample(name: string, gateway: Gateway): Promise<string> {
  return runToEnd(['run', '--silent', `example:${name}`], {
    GATEWAY_URL: `${gateway.url}/graphql`,
    CHECKLY_API_KEY: demoKey,
    CHECKLY_ACCOUNT_ID: demoAccountId,
  });
}

async function runToEnd(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<string> {
  const command = runCommand('npm', args, { cwd: root, ...(env && { env }) });
  expect(await command.exit(commandTimeoutMs), command.output()).toBe(0);
  return command.output();
}
