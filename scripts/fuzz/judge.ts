/** What is wrong with an answer, whatever was asked: the promises that hold for every one. Pure. */
import { isObject } from '../../src/domain/is-object.ts';
import type { Input } from './inputs.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly ms: number;
}

export interface Promises {
  /** Of the table in docs/errors.md. */
  readonly codes: ReadonlySet<string>;
  /** Texts that may stand in no answer and no line of the log. */
  readonly secrets: readonly string[];
}

const maxMs = 20_000;
const maxBodyBytes = 20 * 1024 * 1024;
const maxMessageLength = 1_000;
const requestIdPattern = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;
const graphqlTypes = /^application\/(?:graphql-response\+)?json\b/;

/** Empty when the answer keeps what is promised. */
export function judgeAnswer(input: Input, answer: Answer, promises: Promises): string[] {
  const { status, headers, body, ms } = answer;
  const problems: string[] = [];
  if (isOfRuntime(answer)) return [];
  if (status >= 500) problems.push(`status ${status}`);
  if (ms > maxMs) problems.push(`took more than ${maxMs} ms`);
  if (body.length > maxBodyBytes) problems.push(`more than ${maxBodyBytes} bytes`);
  if (!requestIdPattern.test(headers['x-request-id'] ?? '')) problems.push('no request id');
  if (headers['x-content-type-options'] !== 'nosniff') problems.push('no nosniff');
  const text = toText(body);
  if (text === null) return [...problems, 'the body is not UTF-8'];
  const seen = `${text}\n${JSON.stringify(headers)}`;
  problems.push(...findSecrets(seen, promises.secrets));
  const hasNoBody = input.method === 'HEAD' || [204, 302, 304].includes(status);
  if (hasNoBody) return body.length === 0 ? problems : [...problems, 'a body where none belongs'];
  return [...problems, ...judgeBody(answer, text, promises.codes)];
}

/** What is wrong with the log: secrets, faults, and lines that are not the gateway's. */
export function judgeLog(log: string, { secrets }: Promises): string[] {
  const lines = log.split('\n').filter((line) => line.trim() !== '');
  const wrong = lines.filter((line) => !isOrdinaryLine(line)).map((line) => `log: ${line.slice(0, 600)}`);
  return [...findSecrets(log, secrets).map((problem) => `log: ${problem}`), ...new Set(wrong)];
}

function findSecrets(text: string, secrets: readonly string[]): string[] {
  const isIn = (secret: string) =>
    [secret, Buffer.from(secret).toString('base64').replaceAll('=', ''), encodeURIComponent(secret)].some(
      (form) => text.includes(form),
    );
  return secrets.filter(isIn).map((secret) => `holds the secret ${secret}`);
}

function judgeBody({ status, headers }: Answer, text: string, codes: ReadonlySet<string>): string[] {
  const type = headers['content-type'] ?? '';
  if (type.startsWith('text/event-stream')) return toEvents(text).flatMap((event) => judgeJson(event, codes));
  if (type.startsWith('multipart/mixed')) return toParts(text).flatMap((part) => judgeJson(part, codes));
  if (graphqlTypes.test(type)) return judgeJson(text, codes, status >= 400);
  return status < 400 ? [] : [`status ${status} as ${type || 'nothing'}`];
}

function toEvents(text: string): string[] {
  return [...text.matchAll(/^data: ?(.*)$/gm)].map(([, data = '']) => data).filter((data) => data !== '');
}

function toParts(text: string): string[] {
  // What was cut off when the reader left is no part.
  return text
    .split(/\r\n--[^\r\n]*(?:\r\n|$)/)
    .map((part) => part.split('\r\n\r\n').slice(1).join('\r\n\r\n').trim())
    .filter((part) => part !== '');
}

function judgeJson(text: string, codes: ReadonlySet<string>, isRefusal = false): string[] {
  let json: unknown;
  let isWellFormed = true;
  try {
    json = JSON.parse(text, (_name, value: unknown) => {
      isWellFormed &&= typeof value !== 'string' || value.isWellFormed();
      return value;
    });
  } catch {
    return ['not JSON'];
  }
  if (!isWellFormed) return ['half of a surrogate pair'];
  if (!isObject(json)) return ['no object'];
  const payload = isObject(json.payload) ? json.payload : json;
  const errors = payload.errors;
  if (errors === undefined) return isRefusal ? ['refused without an error'] : [];
  if (!Array.isArray(errors) || errors.length === 0) return ['errors that are no list, or an empty one'];
  return errors.flatMap((error: unknown) => judgeError(error, codes));
}

function judgeError(error: unknown, codes: ReadonlySet<string>): string[] {
  if (!isObject(error) || typeof error.message !== 'string') return ['an error without a message'];
  const { message, extensions } = error;
  const code = isObject(extensions) ? extensions.code : undefined;
  const problems = message.length > maxMessageLength ? ['an error with a long message'] : [];
  if (typeof code !== 'string') return [...problems, `an error without a code: ${message.slice(0, 200)}`];
  if (code === 'INTERNAL_SERVER_ERROR') return [...problems, 'INTERNAL_SERVER_ERROR'];
  if (!codes.has(code)) return [...problems, `an error with the unknown code ${code}`];
  return problems;
}

/** workerd itself refuses an address or headers that are too long; the gateway never sees them. */
function isOfRuntime({ status, headers }: Answer): boolean {
  return [414, 431].includes(status) && headers['content-type'] === 'text/plain';
}

function toText(body: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    return null;
  }
}

/** True of some damaged answers: upstream's fault, and worth waking somebody for. */
const ofAnotherAccount = 'Checkly listed sessions of another account.';

function isOrdinaryLine(line: string): boolean {
  try {
    const entry: unknown = JSON.parse(line);
    if (!isObject(entry)) return false;
    return entry.level === 'info' || entry.level === 'warn' || entry.message === ofAnotherAccount;
  } catch {
    return false;
  }
}
