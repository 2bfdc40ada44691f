/** Sends inputs to a gateway, several at a time, and gathers what is wrong with the answers. */
import { gunzipSync } from 'node:zlib';
import { type Agent, request } from 'undici';
import { createRandom, hashText } from '../../emulator/random.ts';
import { maxRequestBodyBytes } from '../../src/limits.ts';
import { createInput, type Input, type World } from './inputs.ts';
import { type Answer, judgeAnswer, type Promises } from './judge.ts';

export interface Finding {
  readonly problem: string;
  /** For `--seed` and `--only`. */
  readonly number: number;
  readonly input: Input;
  readonly answer: string;
}

export interface Outcome {
  readonly counts: ReadonlyMap<string, number>;
  readonly statuses: ReadonlyMap<string, number>;
  /** The first of each kind of problem. */
  readonly findings: readonly Finding[];
  readonly problems: number;
  readonly slowestMs: number;
  readonly largestBytes: number;
}

export interface Run {
  readonly url: string;
  readonly agent: Agent;
  readonly world: World;
  readonly promises: Promises;
  readonly seed: number;
  /** The numbers of the inputs, from `from` up to `to`, which is not included. */
  readonly from: number;
  readonly to: number;
  /** Before each input: what upstream is to answer. */
  readonly prepare: (number: number) => void;
}

const atOnce = 16;
/** What a stream has sent by then is judged, and the stream is left. */
const streamMs = 300;
const timeoutMs = 40_000;
const shownBytes = 2_000;

function createInputOf(seed: number, number: number, world: World): Input {
  return createInput(createRandom(hashText(`${seed} ${number}`)), world);
}

export async function runInputs(run: Run): Promise<Outcome> {
  const counts = new Map<string, number>();
  const statuses = new Map<string, number>();
  const findings = new Map<string, Finding>();
  let problems = 0;
  let slowestMs = 0;
  let largestBytes = 0;
  let next = run.from;
  const work = async (): Promise<void> => {
    while (next < run.to) {
      const number = next;
      next += 1;
      const input = createInputOf(run.seed, number, run.world);
      run.prepare(number);
      const answer = await send(run, input);
      counts.set(input.kind, (counts.get(input.kind) ?? 0) + 1);
      const status = answer instanceof Error ? 'none' : String(answer.status);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      const wrong =
        answer instanceof Error ? [`no answer: ${answer.message}`] : judgeAnswer(input, answer, run.promises);
      problems += wrong.length;
      for (const problem of wrong) {
        const shown = answer instanceof Error ? '' : describeAnswer(answer);
        if (!findings.has(problem)) findings.set(problem, { problem, number, input, answer: shown });
      }
      if (answer instanceof Error) continue;
      slowestMs = Math.max(slowestMs, answer.ms);
      largestBytes = Math.max(largestBytes, answer.body.length);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return { counts, statuses, findings: [...findings.values()], problems, slowestMs, largestBytes };
}

/** A refusal of a body that is too large comes while it is still written, and the connection ends: some clients miss it. */
async function send(run: Run, input: Input): Promise<Answer | Error> {
  const isTooLarge = (input.body?.length ?? 0) > maxRequestBodyBytes;
  let answer = await sendOnce(run, input);
  for (let left = 5; isTooLarge && left > 0 && answer instanceof Error; left -= 1) {
    answer = await sendOnce(run, input);
  }
  return answer;
}

async function sendOnce({ url, agent }: Run, input: Input): Promise<Answer | Error> {
  const startedAt = performance.now();
  try {
    const response = await request(url + input.path, {
      // Any method, also one that undici has no name for.
      method: input.method,
      headers: { ...input.headers },
      body: input.body,
      dispatcher: agent,
      signal: AbortSignal.timeout(timeoutMs),
    });
    const headers = Object.fromEntries(
      Object.entries(response.headers).map(([name, value]) => [name, String(value)]),
    );
    const isStream = /^(?:text\/event-stream|multipart\/)/.test(headers['content-type'] ?? '');
    const received = isStream
      ? await readFor(response.body, streamMs)
      : Buffer.from(await response.body.arrayBuffer());
    const isCompressed = headers['content-encoding'] === 'gzip' && received.length > 0;
    const body = isCompressed ? gunzipSync(received) : received;
    return { status: response.statusCode, headers, body, ms: performance.now() - startedAt };
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** Whole lines of what comes until then. */
async function readFor(
  body: AsyncIterable<Uint8Array> & { destroy(): unknown; on(event: 'error', listener: () => void): unknown },
  ms: number,
): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  body.on('error', () => {});
  const timer = setTimeout(() => body.destroy(), ms);
  try {
    for await (const chunk of body) chunks.push(chunk);
  } catch {
    // Left in the middle.
  }
  clearTimeout(timer);
  const whole = Buffer.concat(chunks);
  return whole.subarray(0, whole.lastIndexOf('\n') + 1);
}

function describeAnswer({ status, headers, body, ms }: Answer): string {
  return `${status} in ${ms.toFixed(0)} ms, ${body.length} bytes, ${JSON.stringify(headers)}\n${body.subarray(0, shownBytes)}`;
}
