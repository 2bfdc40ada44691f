/** The branches with most runs, and the suites that change their colour most. */
import type { BranchesQuery, DashboardQuery } from './dashboard.generated.ts';
import { count, describeRate } from './format.ts';
import { StatusBars } from './status-bars.tsx';
import { toAddress, type View } from './view.ts';

type Statistics = NonNullable<DashboardQuery['testSessionStatistics']>;

export interface BranchesProps {
  readonly groups: NonNullable<BranchesQuery['testSessionStatistics']>['groups'];
  readonly view: View;
}

export function Branches({ groups, view }: BranchesProps) {
  return (
    <section class="card" aria-labelledby="branches-title">
      <h2 id="branches-title">Branches</h2>
      <ul class="rows">
        {groups.map(({ key, lastStatuses, tally }) => (
          <li class="group-row" key={key ?? ''}>
            <span class="what">
              {key === null ? (
                'no branch'
              ) : (
                <a
                  href={toAddress(location.href, { ...view, branch: key })}
                  aria-current={key === view.branch ? 'page' : undefined}
                >
                  {key}
                </a>
              )}
            </span>
            <StatusBars statuses={lastStatuses} />
            <span class="number">{tally.passRate === null ? '–' : describeRate(tally.passRate)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

export interface FlakyProps {
  readonly flakiest: Statistics['flakiest'];
  readonly isOneBranch: boolean;
}

export function Flaky({ flakiest, isOneBranch }: FlakyProps) {
  const changed = flakiest.filter(({ changes }) => changes > 0);
  return (
    <section class="card" aria-labelledby="flaky-title">
      <h2 id="flaky-title">Flaky</h2>
      {changed.length === 0 ? (
        <p class="quiet">No suite changed its colour.</p>
      ) : (
        <ul class="rows">
          {changed.map(({ name, branch, changes, decided, lastStatuses }) => (
            <li class="group-row" key={`${name} ${branch}`}>
              <span class="what">
                {name}
                {!isOneBranch && <span class="quiet">{branch ?? 'no branch'}</span>}
              </span>
              <StatusBars statuses={lastStatuses} />
              <span class="number" title={`${count(changes, 'change', 'changes')} in ${decided} runs`}>
                {changes}
                <span class="quiet"> of {decided}</span>
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
