/** What an isolate heard of its readers' standing, each a moment ago: plain data, bounded. */

import type { Reader } from '../credentials/reader.ts';
import type { Standing } from '../domain/upstream.ts';
import { createMemoryStore } from '../storage/memory-store.ts';

export interface KnownStandings {
  /** Null when nothing was heard for `maxAgeMs`. */
  find(reader: Reader, now: number): Standing | null;
  /** Keeps what was heard, unless a later purge was heard of before. */
  hear(reader: Reader, standing: Standing, now: number): Standing;
  /** An account was purged: its readers' standing is asked for again. */
  forget(accountTag: string): void;
}

interface Heard extends Standing {
  /** Milliseconds since the epoch. */
  readonly heardAt: number;
}

const storeBytes = 1024 * 1024;
const standingBytes = 96;

/** `maxAgeMs`: how long an isolate may go without hearing of a refusal or a purge. */
export function createKnownStandings(maxAgeMs: number): KnownStandings {
  const standings = createMemoryStore<Heard>(storeBytes);
  const toName = ({ accountTag, partition }: Reader): string => `${accountTag}/${partition}`;
  return {
    find(reader, now) {
      const known = standings.get(toName(reader));
      return known === null || now - known.heardAt >= maxAgeMs ? null : known;
    },
    hear(reader, { acceptedAt, purgedAt }, now) {
      const known = standings.get(toName(reader));
      const standing = { acceptedAt, purgedAt: Math.max(purgedAt, known?.purgedAt ?? 0) };
      standings.put(toName(reader), { ...standing, heardAt: now }, standingBytes);
      return standing;
    },
    forget(accountTag) {
      for (const [name] of [...standings.entries()]) {
        if (name.startsWith(`${accountTag}/`)) standings.delete(name);
      }
    },
  };
}
