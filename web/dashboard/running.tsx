/** What runs now, and how far it is. */
import type { DashboardQuery } from './dashboard.generated.ts';
import { count, describeAgo, shortSha } from './format.ts';
import { Outward } from './outward.tsx';

type RunningList = DashboardQuery['running'];
type Session = NonNullable<NonNullable<RunningList>['nodes'][number]>;

export function Running({ running }: { readonly running: RunningList }) {
  const sessions = (running?.nodes ?? []).filter((session) => session !== null);
  const more = running?.pageInfo.hasNextPage === true ? '+' : '';
  return (
    <section class="card" aria-labelledby="running-title">
      <h2 id="running-title">
        Running now{' '}
        <span class="count">
          {sessions.length}
          {more}
        </span>
      </h2>
      {sessions.length === 0 ? (
        <p class="quiet">Nothing runs.</p>
      ) : (
        <ul class="rows">
          {sessions.map((session) => (
            <RunningRow key={session.sessionId} session={session} />
          ))}
        </ul>
      )}
    </section>
  );
}

function RunningRow({ session }: { readonly session: Session }) {
  const { counts, commit, startedBy } = session;
  const done = counts === null ? 0 : counts.passed + counts.failed + counts.cancelled;
  return (
    <li class="running-row">
      <span class="what">
        <Outward href={session.url}>{session.name}</Outward>
        <span class="quiet">
          {[commit?.branch, commit?.sha && shortSha(commit.sha), startedBy?.name]
            .filter((part) => typeof part === 'string' && part !== '')
            .join(' · ')}
        </span>
      </span>
      <progress
        class={session.isFailing === true ? 'failing' : ''}
        value={done}
        max={Math.max(1, counts?.total ?? 1)}
        aria-label={`${session.name}: check runs that have ended`}
      />
      <span class="number">
        {counts === null
          ? '…'
          : `${done} of ${counts.total}${counts.failed > 0 ? `, ${count(counts.failed, 'failed', 'failed')}` : ''}`}
      </span>
      <time class="quiet" dateTime={session.startedAt}>
        {describeAgo(Date.now() - Date.parse(session.startedAt))}
      </time>
    </li>
  );
}
