/** How many calls were made in the last minute, counted by the second. Plain data and arithmetic; no clock of its own. */

const windowSeconds = 60;

export interface CallWindow {
  count(now: number, calls: number): void;
  /** Calls that may still be made at `now` (milliseconds since the epoch). */
  remaining(now: number): number;
  /** Whole seconds, at least 1, until a call counted earlier leaves the window. */
  secondsUntilRoom(now: number): number;
}

/** `limit`: calls in any 60 seconds. A second counts whole, so the window is up to a second wider, never narrower. */
export function createCallWindow(limit: number): CallWindow {
  const callsBySecond = new Map<number, number>();
  const drop = (now: number): number => {
    const oldest = Math.floor(now / 1000) - windowSeconds;
    let sum = 0;
    for (const [second, calls] of callsBySecond) {
      if (second < oldest) callsBySecond.delete(second);
      else sum += calls;
    }
    return sum;
  };
  return {
    count(now, calls) {
      const second = Math.floor(now / 1000);
      callsBySecond.set(second, (callsBySecond.get(second) ?? 0) + calls);
    },
    remaining: (now) => Math.max(0, limit - drop(now)),
    secondsUntilRoom(now) {
      drop(now);
      const seconds = [...callsBySecond].filter(([, calls]) => calls > 0).map(([second]) => second);
      const oldest = Math.min(...seconds);
      return seconds.length === 0 ? 1 : Math.max(1, oldest + windowSeconds + 1 - Math.floor(now / 1000));
    },
  };
}
