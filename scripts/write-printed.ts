/** Writes a text that the source prints, or with `--check` only compares it with what is there. */
import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { diff } from 'node:util';

const root = resolve(import.meta.dirname, '..');
const isCheck = process.argv.includes('--check');

/**
 * @param path from the project's root; a file that is not there counts as empty
 * @param print makes the wanted text of what the file holds
 * @param script the npm script that writes it, for the message of a failed check
 */
export async function writePrinted(
  path: string,
  script: string,
  print: (held: string) => string,
): Promise<void> {
  const held = await readFile(resolve(root, path), 'utf8').catch(() => '');
  const text = print(held);
  if (held === text) return;
  if (isCheck) {
    console.error(`${path} is not what the source says; npm run ${script} writes it anew.\n`);
    console.error(describeDifference(held, text));
    process.exitCode = 1;
  } else {
    await writeFile(resolve(root, path), text);
    console.log(`wrote ${path}`);
  }
}

/**
 * As `writePrinted`, for the part of a document between its two markers.
 *
 * @param topic the markers are `<!-- topic:start -->` and `<!-- topic:end -->`, the script `print:topic`
 */
export async function writePrintedPart(path: string, topic: string, part: string): Promise<void> {
  const start = `<!-- ${topic}:start -->\n`;
  const end = `<!-- ${topic}:end -->\n`;
  await writePrinted(path, `print:${topic}`, (held) => {
    const from = held.indexOf(start);
    const to = held.indexOf(end);
    if (from === -1 || to < from) throw new Error(`${path} lacks the markers of "${topic}".`);
    return held.slice(0, from + start.length) + part + held.slice(to);
  });
}

/** The lines that differ, each with the nearest line before it that does not. */
function describeDifference(held: string, wanted: string): string {
  let context: string | null = null;
  const lines: string[] = [];
  for (const [operation, line] of diff(wanted.split('\n'), held.split('\n'))) {
    if (operation === 0) {
      context = line;
      continue;
    }
    if (context !== null) lines.push(`  ${context}`);
    context = null;
    lines.push(`${operation === 1 ? '+' : '-'} ${line}`);
  }
  return lines.join('\n');
}
