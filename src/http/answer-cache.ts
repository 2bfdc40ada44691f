/**
 * Whole answers in isolate memory: a repeated query comes back as text, without parsing, validating or executing.
 * Only while everything that the answer was made from is fresh, the credential's lease holds, and no purge came.
 */

import type { IsolateCache } from '../cache/isolate.ts';
import { toLeaseName } from '../cache/lease.ts';
import { createMemoryStore, type MemoryStore } from '../cache/memory-store.ts';
import { toMarkName } from '../cache/purge-marks.ts';
import type { CacheSettings } from '../cache/settings.ts';
import type { AnswerTimes } from './cache-headers.ts';

export interface WholeAnswer {
  /** The JSON object without `extensions`. */
  readonly text: string;
  readonly contentType: string;
  readonly etag: string;
  readonly times: AnswerTimes;
  /** Reads that it was made from. */
  readonly readCount: number;
}

export interface AnswerOwner {
  readonly partition: string;
  readonly accountTag: string;
}

export interface AnswerCache {
  /** Null when there is none, or when it may not be given without asking further. */
  find(owner: AnswerOwner, key: string): WholeAnswer | null;
  keep(owner: AnswerOwner, key: string, answer: WholeAnswer): void;
}

const answerBytes = 8 * 1024 * 1024;

export function createAnswerCache(
  isolate: IsolateCache,
  settings: CacheSettings,
  now: () => number,
): AnswerCache {
  const answers: MemoryStore<WholeAnswer> = createMemoryStore(answerBytes);
  const isLeased = ({ partition }: AnswerOwner): boolean => {
    const record = isolate.leases.get(toLeaseName(partition));
    return record !== null && record.acceptedAt > 0 && now() - record.acceptedAt < settings.validForMs;
  };
  const isPurged = ({ accountTag }: AnswerOwner, { oldestFetchedAt }: AnswerTimes): boolean => {
    const mark = isolate.marks.get(toMarkName(accountTag));
    return mark === null || now() - mark.readAt >= settings.memoryMaxAgeMs || mark.purgedAt > oldestFetchedAt;
  };
  return {
    find(owner, key) {
      const answer = answers.get(`${owner.partition}/${key}`);
      if (answer === null || now() >= answer.times.freshUntil) return null;
      return isLeased(owner) && !isPurged(owner, answer.times) ? answer : null;
    },
    keep(owner, key, answer) {
      answers.put(`${owner.partition}/${key}`, answer, answer.text.length * 2);
    },
  };
}
