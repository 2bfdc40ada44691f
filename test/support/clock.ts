/** A clock that only moves when a test, or the work it waits for, needs it to. Nothing sleeps for real. */

interface Sleeper {
  readonly wakesAt: number;
  readonly wake: () => void;
}

export interface VirtualClock {
  now(): number;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  startTimer(ms: number, run: () => void): () => void;
  /** Moves the time on and wakes whoever sleeps until then, in order. */
  advance(ms: number): Promise<void>;
  /** The same at once, for when nothing is under way: whoever sleeps until then wakes with the next move. */
  skip(ms: number): void;
  /** Waits for `work`; whenever nothing else can happen, moves on to the next sleeper's time. */
  run<Value>(work: Promise<Value>): Promise<Value>;
}

/** Turns of the event loop after which whatever could happen without time passing has happened. */
const idleTurns = 25;

export function createVirtualClock(startMs: number): VirtualClock {
  let nowMs = startMs;
  const sleepers = new Set<Sleeper>();

  /** Wakes all who sleep until the next time that anybody does. */
  function wakeNext(untilMs: number): boolean {
    const nextMs = Math.min(...[...sleepers].map(({ wakesAt }) => wakesAt));
    if (sleepers.size === 0 || nextMs > untilMs) return false;
    nowMs = Math.max(nowMs, nextMs);
    for (const sleeper of [...sleepers]) {
      if (sleeper.wakesAt > nextMs) continue;
      sleepers.delete(sleeper);
      sleeper.wake();
    }
    return true;
  }

  return {
    now: () => nowMs,
    startTimer(ms, run) {
      const sleeper = { wakesAt: nowMs + ms, wake: run };
      sleepers.add(sleeper);
      return () => void sleepers.delete(sleeper);
    },
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted === true) return resolve();
        const sleeper = { wakesAt: nowMs + ms, wake: resolve };
        sleepers.add(sleeper);
        signal?.addEventListener('abort', () => {
          sleepers.delete(sleeper);
          resolve();
        });
      }),
    skip(ms) {
      nowMs += ms;
    },
    async advance(ms) {
      const target = nowMs + ms;
      await turns(idleTurns);
      while (wakeNext(target)) await turns(idleTurns);
      nowMs = target;
    },
    async run(work) {
      let isSettled = false;
      const settled = work.finally(() => {
        isSettled = true;
      });
      settled.catch(() => {});
      for (;;) {
        for (let turn = 0; turn < idleTurns && !isSettled; turn += 1) await turns(1);
        if (isSettled || !wakeNext(Number.POSITIVE_INFINITY)) return settled;
      }
    },
  };
}

async function turns(count: number): Promise<void> {
  for (let i = 0; i < count; i += 1) await new Promise((resolve) => setTimeout(resolve, 0));
}
