/** A `.dev.vars` in the project changes no test: those that would notice it run in a copy where one is planted. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCommand } from './command.ts';
import { createProjectCopy, type ProjectCopy } from './project-copy.ts';

// Each of them would fail the tests below; `start.test.ts` shows that wrangler does read such a file.
const planted = [
  'PLANTED=1',
  'MAX_PAGE_SIZE=20',
  'CHECKLY_API_URL=https://planted.invalid',
  'ENVIRONMENT=production',
];
const runTimeoutMs = 55_000;

let project: ProjectCopy;
beforeAll(async () => {
  project = await createProjectCopy(planted.join('\n'));
});
afterAll(() => project?.remove());

test.each([
  ['workers', 'test/config/variables.test.ts'],
  ['e2e', 'test/e2e/gateway.test.ts'],
])('does not reach the tests of the project "%s"', async (name, file) => {
  const args = ['exec', '--', 'vitest', 'run', '--config', 'test/vitest.config.ts', '--project', name, file];
  const command = runCommand('npm', args, { cwd: project.directory });
  const exitCode = await command.exit(runTimeoutMs);
  expect(exitCode, command.output()).toBe(0);
});
