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
  readonly microsecondsPerRow: number | null;
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
  return toGrowth(await compareCandidates(bench, candidates, length));
}

/** `measured`: one for each size. */
export function toGrowth(measured: readonly Measured[]): readonly Growth[] {
  const base = measured[0]?.microseconds.median ?? Number.NaN;
  return measured.map((one, index) => {
    const first = sizes[index] ?? 1;
    const microsecondsPerRow = first === 1 ? null : (one.microseconds.median - base) / (first - 1);
    return { first, measured: one, microsecondsPerRow };
  });
}

export function printGrowth(rows: readonly Growth[]): string {
  const lines = rows.map(({ measured, microsecondsPerRow }) => {
    const { median, low, high } = measured.microseconds;
    const row = microsecondsPerRow === null ? '' : `, ${microsecondsPerRow.toFixed(2)} µs a row`;
    return `${measured.title}: ${median.toFixed(0)} µs a request (${low.toFixed(0)} to ${high.toFixed(0)})${row}`;
  });
  return lines.join('\n');
}
