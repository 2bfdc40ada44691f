/** The last runs of something as bars, the newest at the right. Height tells what a colour may not. */
import type { TestSessionStatus } from './dashboard.generated.ts';
import { count } from './format.ts';

type Statuses = readonly (TestSessionStatus | null)[];

/** `statuses` has the newest first, as the gateway gives them. */
export function StatusBars({ statuses }: { readonly statuses: Statuses }) {
  const oldestFirst = statuses.toReversed();
  return (
    <span class="bars" role="img" aria-label={describe(statuses)}>
      {oldestFirst.map((status, index) => (
        <span key={index} class={`run ${(status ?? 'unknown').toLowerCase()}`} title={toWord(status)} />
      ))}
    </span>
  );
}

function describe(statuses: Statuses): string {
  const counts = new Map<string, number>();
  for (const status of statuses) counts.set(toWord(status), (counts.get(toWord(status)) ?? 0) + 1);
  const parts = [...counts].map(([word, number]) => `${number} ${word}`);
  return `Last ${count(statuses.length, 'run', 'runs')}: ${parts.join(', ')}; the newest ${toWord(statuses[0] ?? null)}`;
}

function toWord(status: TestSessionStatus | null): string {
  return status === null ? 'unknown' : status.toLowerCase();
}
