/** `npm run check:audit`: fails on a severe advisory for a shipped package; says so and passes where no registry answers. */
import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { readAudit } from './supply-chain.ts';

const root = resolve(import.meta.dirname, '..');
const timeoutMs = 60_000;

const severe = readAudit(await runAudit());
if (severe === null) {
  console.log('Skipped: the registry answers no audit.');
} else {
  for (const name of severe) console.error(`${name} has a severe advisory; npm audit --omit=dev tells more.`);
  console.log(`${severe.length} shipped packages with a severe advisory.`);
  process.exitCode = severe.length > 0 ? 1 : 0;
}

/** Undefined when it ended without a report. npm exits with an error both for advisories and without an answer. */
function runAudit(): Promise<unknown> {
  const args = [
    'audit',
    '--omit=dev',
    '--audit-level=high',
    '--json',
    '--package-lock-only',
    '--fetch-retries=0',
  ];
  return new Promise((done) => {
    execFile('npm', args, { cwd: root, timeout: timeoutMs }, (_error, stdout) => done(parse(stdout)));
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
