/**
 * Readers of the single values in upstream's answers. Each gives null for what is missing, null or malformed, so that
 * one bad optional field costs no more than itself. Pure, and called for every field of every row.
 */

import { type SessionStatus, sessionStatuses } from '../domain/session.ts';
import { UpstreamError } from '../errors/upstream-error.ts';

const maxIdLength = 128;

export function readId(value: unknown): string | null {
  return isId(value) ? value : null;
}

function isId(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= maxIdLength;
}

/** Null also when one of them is malformed: a list that is cut short would look whole. */
export function readIds(value: unknown): readonly string[] | null {
  return Array.isArray(value) && value.every(isId) ? value : null;
}

/** A blank text stands for one that is unknown: clients send their CI's variables, empty or not. */
export function readText(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}

/** Any text, the empty one included: for fields that are always there. */
export function readString(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** Null also when one of them is no text. */
export function readTexts(value: unknown): readonly string[] | null {
  return Array.isArray(value) && value.every(isString) ? value : null;
}

function isString(value: unknown): value is string {
  return typeof value === 'string';
}

export function readNumber(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}

export function readBoolean(value: unknown): boolean | null {
  return typeof value === 'boolean' ? value : null;
}

/** Null for a status that upstream does not document. */
export function readStatus(value: unknown): SessionStatus | null {
  return sessionStatuses.find((known) => known === value) ?? null;
}

const timePattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)$/;

/** Milliseconds since the epoch of an ISO 8601 time with a zone; null also for one before 1970. */
export function readTime(value: unknown): number | null {
  if (typeof value !== 'string' || !timePattern.test(value)) return null;
  const time = isPlain(value) ? readPlainTime(value) : Date.parse(value);
  return time >= 0 ? time : null;
}

/** Whether a time is in the form that upstream writes: in UTC, to the millisecond. */
function isPlain(time: string): boolean {
  return time.length === '2026-11-24T09:30:00.000Z'.length && time.endsWith('Z');
}

/** The day that was read last: the times of a page lie on few days. */
let lastDay = { text: '1970-01-01', startMs: 0 };

/** As Date.parse, in a third of its time: four times a row, it was most of what decoding a page took. */
function readPlainTime(time: string): number {
  const text = time.slice(0, 10);
  if (text !== lastDay.text) lastDay = { text, startMs: Date.parse(text) };
  const hours = digits(time, 11);
  const minutes = digits(time, 14);
  const seconds = digits(time, 17);
  if (hours > 23 || minutes > 59 || seconds > 59) return Number.NaN;
  const ms = digits(time, 20) * 10 + (digits(time, 21) % 10);
  return lastDay.startMs + ((hours * 60 + minutes) * 60 + seconds) * 1000 + ms;
}

/** The number that two digits make. */
function digits(text: string, at: number): number {
  return text.charCodeAt(at) * 10 + text.charCodeAt(at + 1) - 528;
}

/**
 * An id as one segment of a path. `.` and `..` name no segment but lead out of it, and nothing escapes them.
 * @throws UpstreamError `invalid-response`: such ids come from upstream alone.
 */
export function toSegment(id: string): string {
  if (id !== '.' && id !== '..') return encodeURIComponent(id);
  throw invalidResponse('an id in it cannot stand in an address');
}

/** What is thrown for an answer that is not what the API promises; `problem` names a field, never a value. */
export function invalidResponse(problem: string): UpstreamError {
  return new UpstreamError({ kind: 'invalid-response', problem });
}

/** The first of `required`, by upstream's names, that could not be read. */
export function nameMalformed(required: Readonly<Record<string, unknown>>): string {
  return Object.keys(required).find((name) => required[name] === null) ?? 'body';
}
