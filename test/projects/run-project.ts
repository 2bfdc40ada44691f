/** Runs the scripts of the clients that are built. */
import { resolve } from 'node:path';
import { expect } from 'vitest';
import { runCommand } from '../e2e/command.ts';
import { root } from '../e2e/documents.ts';

export const projects = resolve(root, 'examples/projects');
/** Of one that generates or builds. */
export const commandTimeoutMs = 110_000;

/** @param name in the clients' own package.json; @returns what it wrote */
export async function runProjectScript(name: string): Promise<string> {
  const command = runCommand('npm', ['run', '--silent', name], { cwd: projects });
  expect(await command.exit(commandTimeoutMs), command.output()).toBe(0);
  return command.output();
}
