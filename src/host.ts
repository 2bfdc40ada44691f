/** What the gateway takes from the machine it runs on; handed in, so that tests decide time, chance and network. */

export interface Host {
  fetch(request: Request): Promise<Response>;
  /** Milliseconds since the epoch. */
  now(): number;
  /** Resolves after `ms` milliseconds, or at once when `signal` aborts; never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** From 0 (inclusive) to 1 (exclusive). */
  random(): number;
  /** A fresh id for one request. */
  newRequestId(): string;
  /** Writes one structured line to the log. */
  log(line: Readonly<Record<string, unknown>>): void;
}
