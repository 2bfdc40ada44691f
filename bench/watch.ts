/** Whether today's ratios are within a generous bound of the recorded ones. Pure. */
import type { Baseline } from './baseline.ts';
import type { Measured } from './comparison.ts';

/** A ratio may be this many times the recorded one: machines differ, and shared ones are noisy. */
const maxGrowth = 1.25;

/** With others at work beside the server its requests come in other bunches, and cost otherwise: 1.2 times becomes 1.7. */
const maxOthersShare = 0.15;

/** Why ratios that were measured here and now say nothing against the recorded ones; null when they do. */
export function whyIncomparable(
  measured: readonly Measured[],
  { machine, arePinned }: { readonly machine: string; readonly arePinned: boolean },
  recorded: Baseline,
): string | null {
  if (machine !== recorded.machine) return `This is ${machine}; recorded is ${recorded.machine}.`;
  if (!arePinned) return 'The server has no core of its own.';
  const shares = measured.map(({ othersShare }) => othersShare);
  if (shares.every((share) => share <= maxOthersShare)) return null;
  return `Others used ${(100 * Math.max(...shares)).toFixed(0)} % of the server's core meanwhile.`;
}

export interface Verdict {
  /** The candidate's. */
  readonly name: string;
  readonly line: string;
  readonly isTooSlow: boolean;
}

export function judgeRatios(measured: readonly Measured[], { ratios }: Baseline): readonly Verdict[] {
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
