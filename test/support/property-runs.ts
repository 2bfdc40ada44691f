/** How often random cases are tried: in CI as often as its time allows, and more where `ORACLE_TIMES` says so. */

import { inject } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    readonly oracleTimes: number;
  }
}

/** For a number of runs, and for the milliseconds that they may take. */
export function scaleRuns(count: number): number {
  return count * inject('oracleTimes');
}
