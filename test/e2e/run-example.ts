/** Runs an example by its npm script, as somebody with the demo's key, and waits for its end. */
import { expect } from 'vitest';
import { demoAccountId, demoKey } from '../../emulator/emulator.ts';
import type { Gateway } from '../../scripts/start-bundle.ts';
import { runCommand } from './command.ts';
import { root } from './documents.ts';

/** @param timeoutMs as of a command's end; @returns what it printed */
export async function runExample(name: string, gateway: Gateway, timeoutMs?: number): Promise<string> {
  const example = runCommand('npm', ['run', '--silent', `example:${name}`], {
    cwd: root,
    env: {
      GATEWAY_URL: `${gateway.url}/graphql`,
      CHECKLY_API_KEY: demoKey,
      CHECKLY_ACCOUNT_ID: demoAccountId,
    },
  });
  expect(await example.exit(timeoutMs), example.output()).toBe(0);
  return example.output();
}
