/** Whether today's ratios are within a generous bound of the recorded ones. Pure. */
import type { Measured } from './comparison.ts';
import type { Recorded } from './report.ts';

/** A ratio may be this many times the recorded one: machines differ, and shared ones are noisy. */
const maxGrowth = 1.25;

export interface Verdict {
  /** The candidate's. */
  readonly name: string;
  readonly line: string;
  readonly isTooSlow: boolean;
}

export function judgeRatios(measured: readonly Measured[], { ratios }: Recorded): readonly Verdict[] {
  return measured.flatMap(({ name, title, watchedAgainst, ratios: now }): Verdict[] => {
    if (watchedAgainst === null) return [];
    const before = ratios[name]?.[watchedAgainst];
    const today = now[watchedAgainst].median;
    if (before === undefined) return [{ name, line: `${title}: not recorded`, isTooSlow: false }];
    const isTooSlow = today > before * maxGrowth;
    const line = `${title}: ${today.toFixed(2)} times the ${watchedAgainst} Worker, recorded ${before.toFixed(2)}: ${isTooSlow ? 'too slow' : 'good'}`;
    return [{ name, line, isTooSlow }];
  });
}
