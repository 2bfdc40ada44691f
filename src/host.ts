/** What the gateway takes from the machine it runs on; handed in, so that tests decide time, chance and network. */

/** The part of the Cache API that the gateway uses. `put` is given a max-age, in seconds, in Cache-Control. */
export interface EdgeCache {
  match(url: string): Promise<Response | undefined>;
  put(url: string, response: Response): Promise<void>;
}

/** One stretch of work in the platform's tracing. */
interface Span {
  setAttribute(name: string, value: string | number): void;
}

export interface Host {
  fetch(request: Request): Promise<Response>;
  /** Milliseconds since the epoch. */
  now(): number;
  /** Calls `run` after `ms` milliseconds, unless the returned function is called before. */
  startTimer(ms: number, run: () => void): () => void;
  /** Resolves after `ms` milliseconds, or at once when `signal` aborts; never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** From 0 (inclusive) to 1 (exclusive). */
  random(): number;
  /** A fresh id for one request. */
  newRequestId(): string;
  /** What isolates or processes share: the data centre's cache, or a Redis. Null where they share none. */
  readonly edgeCache: EdgeCache | null;
  /** Writes one structured line to the log. */
  log(line: Readonly<Record<string, unknown>>): void;
  /** Runs `run` within a span of the platform's tracing; absent where the platform has none. */
  enterSpan?<Value>(name: string, run: (span: Span) => Promise<Value>): Promise<Value>;
}
