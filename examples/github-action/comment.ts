/** What `action.yml` runs: a pull request's comment with the test sessions of its commit. Prints no secret. */
import { putComment } from './github-comments.ts';
import { readInputs } from './inputs.ts';
import { marker, toMarkdown } from './markdown.ts';
import { readReport } from './report.ts';

try {
  const inputs = readInputs(process.env);
  const report = await readReport(inputs);
  const done = await putComment(inputs, marker, toMarkdown(report, inputs.commit));
  console.log(`The comment on #${inputs.pullRequest} is ${done}: ${report.nodes.length} sessions.`);
} catch (error) {
  console.log(`::error title=Checkly test sessions::${toLine(error)}`);
  process.exitCode = 1;
}

/** One line, so that no text from outside is a command to the runner, and without what a server echoes. */
function toLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const cause = error instanceof Error && error.cause instanceof Error ? ` (${error.cause.message})` : '';
  const secrets = [process.env.CHECKLY_API_KEY, process.env.GITHUB_TOKEN].filter(
    (secret) => !!secret?.trim(),
  );
  return secrets
    .reduce<string>((line, secret = '') => line.replaceAll(secret.trim(), '***'), `${text}${cause}`)
    .replaceAll('%', '%25')
    .replace(/[\s\p{Cc}]+/gu, ' ');
}
