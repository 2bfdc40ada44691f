/** Which parts of what `wrangler dev` writes a person wants to see. Text only; prints nothing. */
import { stripVTControlCharacters } from 'node:util';

/** wrangler's line for each request, and where it listens. */
const chatter = /^\[wrangler:info\]/;
/** wrangler's own account of the configuration, up to its last line. */
const preamble = /^.*⎔ Starting local server\.\.\.\n/s;

export interface Output {
  add(text: string): void;
  /** From now on each line that is worth it goes to `show`. Default: none does. */
  follow(show: (line: string) => void): void;
  /** Everything, without colours. */
  text(): string;
  /** Why it did not start, as far as the output tells: the Worker's log lines as plain sentences. */
  startFailure(): string;
}

export function createOutput(): Output {
  let kept = '';
  let unfinishedLine = '';
  let showLine: ((line: string) => void) | undefined;
  return {
    add(text) {
      kept += text;
      const lines = (unfinishedLine + text).split('\n');
      unfinishedLine = lines.pop() ?? '';
      for (const line of lines) {
        if (!chatter.test(stripVTControlCharacters(line))) showLine?.(line);
      }
    },
    follow(show) {
      showLine = show;
    },
    text: () => stripVTControlCharacters(kept),
    startFailure() {
      const lines = stripVTControlCharacters(kept).replace(preamble, '').split('\n');
      return lines
        .filter((line) => line.trim() !== '' && !chatter.test(line))
        .map(toSentence)
        .join('\n');
    },
  };
}

/** A structured log line's message; any other line as it is. */
function toSentence(line: string): string {
  if (!line.startsWith('{')) return line;
  try {
    const entry: unknown = JSON.parse(line);
    const hasMessage = typeof entry === 'object' && entry !== null && 'message' in entry;
    return hasMessage && typeof entry.message === 'string' ? entry.message : line;
  } catch {
    // Something else that begins with a brace.
    return line;
  }
}
