/** Calls of the last minute, counted by the second. A second counts whole, so the window is up to a second wider, never narrower. */

export const windowSeconds = 60;

export interface CallWindow {
  /** `now` in milliseconds since the epoch. */
  count(now: number, calls: number): void;
  sum(now: number): number;
  /** The oldest second that counts, since the epoch; null when none does. */
  oldestSecond(now: number): number | null;
}

export function createCallWindow(): CallWindow {
  const callsBySecond = new Map<number, number>();
  const sum = (now: number): number => {
    const oldest = Math.floor(now / 1000) - windowSeconds;
    let calls = 0;
    for (const [second, count] of callsBySecond) {
      if (second < oldest) callsBySecond.delete(second);
      else calls += count;
    }
    return calls;
  };
  return {
    count(now, calls) {
      const second = Math.floor(now / 1000);
      callsBySecond.set(second, (callsBySecond.get(second) ?? 0) + calls);
    },
    sum,
    oldestSecond(now) {
      sum(now);
      return callsBySecond.size === 0 ? null : Math.min(...callsBySecond.keys());
    },
  };
}
