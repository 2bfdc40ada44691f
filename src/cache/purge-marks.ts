/** When an account was last purged: copies from before are kept for errors only. */

import * as v from 'valibot';
import type { EdgeStore } from './edge-store.ts';
import type { MemoryStore } from './memory-store.ts';
import type { CacheSettings } from './settings.ts';

export interface PurgeMark {
  /** Milliseconds since the epoch; 0 when never. */
  readonly purgedAt: number;
  /** When this isolate last looked. */
  readonly readAt: number;
}

/** Where marks are kept for more than one isolate. */
export interface SharedMarks {
  read(accountTag: string): Promise<number>;
  /** Unless there is one that is younger than `minGapMs`: then so many milliseconds are left of that, else 0. */
  write(accountTag: string, purgedAt: number, minGapMs: number): Promise<number>;
}

export interface PurgeMarks {
  purgedAt(accountTag: string): Promise<number>;
  /** Milliseconds to wait when the last purge is younger than `minGapMs`; 0 when it was done now. */
  purge(accountTag: string, minGapMs: number): Promise<number>;
}

const markBytes = 64;

export function toMarkName(accountTag: string): string {
  return `purge/${accountTag}`;
}

/** `maxAgeMs`: how long an isolate may go without hearing of another's purge. */
export function createPurgeMarks(
  memory: MemoryStore<PurgeMark>,
  shared: SharedMarks | null,
  now: () => number,
  maxAgeMs: number,
): PurgeMarks {
  const keep = (accountTag: string, purgedAt: number): void =>
    memory.put(toMarkName(accountTag), { purgedAt, readAt: now() }, markBytes);
  return {
    async purgedAt(accountTag) {
      const known = memory.get(toMarkName(accountTag));
      if (known !== null && now() - known.readAt < maxAgeMs) return known.purgedAt;
      // Where the others cannot be heard, readers are served by what is known here.
      const heardAt = shared === null ? 0 : await shared.read(accountTag).catch(() => 0);
      // Looked at once more: a purge may have come while the others were asked.
      const purgedAt = Math.max(memory.get(toMarkName(accountTag))?.purgedAt ?? 0, heardAt);
      keep(accountTag, purgedAt);
      return purgedAt;
    },
    async purge(accountTag, minGapMs) {
      await this.purgedAt(accountTag);
      const at = now();
      // From here to `keep` nobody comes between: of many at once, one purges.
      const waitMs = (memory.get(toMarkName(accountTag))?.purgedAt ?? 0) + minGapMs - at;
      if (waitMs > 0) return waitMs;
      const before = memory.get(toMarkName(accountTag));
      keep(accountTag, at);
      try {
        return (await shared?.write(accountTag, at, minGapMs)) ?? 0;
      } catch (error) {
        keep(accountTag, before?.purgedAt ?? 0);
        throw error;
      }
    },
  };
}

const markSchema = v.object({ purgedAt: v.number() });

/** As long as any copy from before a purge may live. */
export function toMarkSeconds({
  freshForMs,
  stale: windows,
}: Pick<CacheSettings, 'freshForMs' | 'stale'>): number {
  const freshMs = Math.max(...Object.values(freshForMs));
  return (freshMs + Math.max(windows.whileRevalidateMs, windows.ifErrorMs)) / 1000;
}

/** Marks for one data centre, where nothing reaches further. `keepForSeconds`: see `toMarkSeconds`. */
export function createEdgeMarks(store: EdgeStore, keepForSeconds: number): SharedMarks {
  return {
    async read(accountTag) {
      const stored = v.safeParse(markSchema, await store.get(toMarkName(accountTag)));
      return stored.success ? stored.output.purgedAt : 0;
    },
    async write(accountTag, purgedAt) {
      await store.put(toMarkName(accountTag), { purgedAt }, keepForSeconds);
      return 0;
    },
  };
}
