/** What memory was read in the course of a soak, and whether it is level. Pure. */

export interface Sample {
  readonly seconds: number;
  readonly requests: number;
  readonly residentBytes: number;
  /** Of JavaScript's heap in use, garbage included. */
  readonly heapBytes: number;
}

/** The largest of the last third may be above the largest of the second by so much: what a sample more or less sees. */
const allowedGrowth = 1.05;

export interface Verdict {
  readonly isLevel: boolean;
  readonly line: string;
}

/** Resident memory, after its first third. */
export function judgeSamples(samples: readonly Sample[]): Verdict {
  const third = Math.floor(samples.length / 3);
  const peak = (part: readonly Sample[]) => Math.max(...part.map(({ residentBytes }) => residentBytes));
  const before = peak(samples.slice(third, samples.length - third));
  const after = peak(samples.slice(samples.length - third));
  const isLevel = third > 0 && after <= before * allowedGrowth;
  const growth = ((after / before - 1) * 100).toFixed(1);
  return {
    isLevel,
    line: `Resident memory ${isLevel ? 'is level' : 'GROWS'}: its peak was ${toMegabytes(before)} MB in the second third and ${toMegabytes(after)} MB in the last (${growth} %).`,
  };
}

export function printSamples(samples: readonly Sample[]): string {
  const rows = samples.map(
    ({ seconds, requests, residentBytes, heapBytes }) =>
      `| ${(seconds / 60).toFixed(1)} | ${requests.toLocaleString('en')} | ${toMegabytes(residentBytes)} | ${toMegabytes(heapBytes)} |`,
  );
  return ['| Minute | Requests | RSS MB | heap MB |', '|---:|---:|---:|---:|', ...rows].join('\n');
}

export function toMegabytes(bytes: number): string {
  return (bytes / 1024 / 1024).toFixed(0);
}
