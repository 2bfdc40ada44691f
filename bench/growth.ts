/** What more rows cost: the page-in-memory candidate at several `first`, and the microseconds that a row adds. */
import type { Bench } from './bench.ts';
import { findCandidate } from './bench.ts';
import type { Candidate } from './candidates.ts';
import { compareCandidates, type Measured, type RunLength } from './comparison.ts';
import { executedHeaders, toGraphQLRequest } from './query.ts';

const sizes = [1, 20, 100, 500] as const;

export interface Growth {
  readonly first: number;
  readonly measured: Measured;
  /** Above what `first: 1` costs, for each row more; null for `first: 1` itself. */
  readonly perRow: PerRow | null;
}

/** Microseconds change with the machine and with what else it does; the part of a constant answer changes less. */
interface PerRow {
  readonly microseconds: number;
  readonly constants: number;
}

export async function measureGrowth(bench: Bench, length: RunLength): Promise<readonly Growth[]> {
  const executed = findCandidate(bench.candidates, 'executed');
  const candidates = sizes.map(
    (first): Candidate => ({
      ...executed,
      name: `first-${first}`,
      title: `executed, first: ${first}`,
      toRequest: () => toGraphQLRequest({ branch: 'main', first, headers: executedHeaders }),
    }),
  );
  const constant = findCandidate(bench.candidates, 'constant');
  const [, ...measured] = await compareCandidates(bench, [constant, ...candidates], length);
  return toGrowth(measured);
}

/** `measured`: one for each size. */
export function toGrowth(measured: readonly Measured[]): readonly Growth[] {
  const [one] = measured;
  if (one === undefined) return [];
  return measured.map((each, index) => {
    const first = sizes[index] ?? 1;
    return { first, measured: each, perRow: first === 1 ? null : toPerRow(one, each, first - 1) };
  });
}

function toPerRow(one: Measured, many: Measured, rows: number): PerRow {
  return {
    microseconds: (many.microseconds.median - one.microseconds.median) / rows,
    constants: (many.ratios.constant.median - one.ratios.constant.median) / rows,
  };
}

export function printGrowth(rows: readonly Growth[]): string {
  const lines = rows.map(({ measured: { title, microseconds, ratios }, perRow }) => {
    const { median, low, high } = microseconds;
    const row =
      perRow === null
        ? ''
        : `; a row ${perRow.microseconds.toFixed(2)} µs, ${perRow.constants.toFixed(3)} constants`;
    return `${title}: ${median.toFixed(0)} µs a request (${low.toFixed(0)} to ${high.toFixed(0)}), ${ratios.constant.median.toFixed(2)} constants${row}`;
  });
  return lines.join('\n');
}
