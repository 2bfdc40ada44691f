// What upstream was asked since the last reset: how tests count calls.

/** More than this and the oldest are forgotten: a long-running demo must not grow. */
const maxRecent = 2_000;

export interface RequestStats {
  /** Counts by method and route template, e.g. "GET /v1/test-sessions/{id}". */
  readonly requests: Readonly<Record<string, number>>;
  /** Raw path and query, newest last; the last 2,000 at least. */
  readonly recent: readonly string[];
}

export interface RequestLog {
  add(template: string, pathAndQuery: string): void;
  read(): RequestStats;
  clear(): void;
}

export function createRequestLog(): RequestLog {
  let counts = new Map<string, number>();
  let recent: string[] = [];
  return {
    add(template, pathAndQuery) {
      counts.set(template, (counts.get(template) ?? 0) + 1);
      recent.push(pathAndQuery);
      if (recent.length > 2 * maxRecent) recent = recent.slice(-maxRecent);
    },
    read: () => ({ requests: Object.fromEntries(counts), recent: [...recent] }),
    clear() {
      counts = new Map();
      recent = [];
    },
  };
}
