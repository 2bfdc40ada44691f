/** What is red: since which commit, for how many runs, and how the last twenty went. */
import type { DashboardQuery } from './dashboard.generated.ts';
import { count, describeAgo, shortSha } from './format.ts';
import { Outward } from './outward.tsx';
import { StatusBars } from './status-bars.tsx';

type Statistics = NonNullable<DashboardQuery['testSessionStatistics']>;
type Streak = Statistics['red'][number];

export interface RedProps {
  readonly red: readonly Streak[];
  readonly isOneBranch: boolean;
}

export function Red({ red, isOneBranch }: RedProps) {
  return (
    <section class="card" aria-labelledby="red-title">
      <h2 id="red-title">
        Red <span class="count">{red.length}</span>
      </h2>
      {red.length === 0 ? (
        <p class="quiet">Nothing is red.</p>
      ) : (
        <ul class="rows">
          {red.map((streak) => (
            <li class="red-row" key={`${streak.name} ${streak.branch}`}>
              <span class="what">
                <Outward href={streak.latest.url}>{streak.name}</Outward>
                <span class="quiet">
                  {isOneBranch ? '' : `${streak.branch ?? 'no branch'} · `}
                  {count(streak.failures, 'failure', 'failures in a row')}, the first{' '}
                  {describeAgo(Date.now() - Date.parse(streak.since.startedAt))}
                </span>
              </span>
              <Since since={streak.since} />
              <StatusBars statuses={streak.lastStatuses} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Since({ since: { commit, url } }: { readonly since: Streak['since'] }) {
  const sha = commit?.sha ?? null;
  const address = commit?.url ?? url;
  return (
    <span class="what">
      {sha === null ? (
        <span class="quiet">since a run without a commit</span>
      ) : (
        <>
          <span>
            since{' '}
            <Outward href={address}>
              <code>{shortSha(sha)}</code>
            </Outward>
          </span>
          <span class="quiet">{commit?.headline}</span>
        </>
      )}
    </span>
  );
}
