/** How a command ends: what it started is stopped, the last one first, so that nobody calls what is gone. */

export interface Ending {
  readonly add: (stop: () => Promise<void>) => void;
  /** Only the first call counts: Ctrl-C in a terminal comes twice, from the terminal and from npm. */
  readonly end: (exitCode: number, reason?: unknown) => Promise<void>;
}

/** From now on a signal to end the process ends it in this way. */
export function createEnding(): Ending {
  const stops: (() => Promise<void>)[] = [];
  let isEnding = false;
  const end = async (exitCode: number, reason?: unknown) => {
    if (isEnding) return;
    isEnding = true;
    if (reason !== undefined) console.error(reason instanceof Error ? reason.message : reason);
    for (const stop of stops) await stop();
    process.exit(exitCode);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => end(0));
  return { add: (stop) => stops.unshift(stop), end };
}
