/** What the page asked and what that cost, and the query to take away. */
import { useEffect, useState } from 'preact/hooks';
import { count, describeAgo } from './format.ts';
import type { Live, Shown } from './live.ts';
import type { Answer } from './load.ts';
import { toClientCode, toCurl, toGraphiqlLink } from './share.ts';
import { toAddress, toVariables, type View } from './view.ts';

export interface FootProps {
  readonly view: View;
  readonly live: Live;
  readonly answer: Answer<Shown> | null;
  readonly hasKey: boolean;
}

const saidMs = 2_000;

export function Foot({ view, live, answer, hasKey }: FootProps) {
  const [said, setSaid] = useState('');
  useEffect(() => {
    if (said === '') return;
    const timer = setTimeout(() => setSaid(''), saidMs);
    return () => clearTimeout(timer);
  }, [said]);
  const variables = toVariables(view, Intl.DateTimeFormat().resolvedOptions().timeZone);
  const copy = async (what: string, text: string): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      setSaid(`${what} copied.`);
    } catch {
      setSaid('The browser does not let this page copy.');
    }
  };
  return (
    <footer>
      <Asked live={live} answer={answer} />
      <p class="actions">
        <a class="button" href={toGraphiqlLink(location.origin, variables)}>
          Open in GraphiQL
        </a>
        <button type="button" onClick={() => copy('curl', toCurl(location.origin, variables, hasKey))}>
          Copy as curl
        </button>
        <button type="button" onClick={() => copy('Client code', toClientCode(location.origin, variables))}>
          Copy as typed client code
        </button>
        <button type="button" onClick={() => copy('Link', toAddress(location.href, view))}>
          Copy link to this view
        </button>
        <span role="status">{said}</span>
      </p>
    </footer>
  );
}

function Asked({ live, answer }: Pick<FootProps, 'live' | 'answer'>) {
  if (answer === null || live.kind === 'loading') return <p class="quiet">No answer yet.</p>;
  const { cost, data } = answer;
  const lookedAt = data?.testSessionStatistics?.lookedAt;
  return (
    <dl class="asked">
      {lookedAt !== undefined && (
        <div>
          <dt>Looked at</dt>
          <dd>
            {count(lookedAt.sessions, 'session', 'sessions')}
            {lookedAt.isAll ? '' : ', not all'}
          </dd>
        </div>
      )}
      {cost !== null && (
        <>
          <div>
            <dt>Calls to Checkly, at most, with nothing cached</dt>
            <dd>{cost.requestedCalls}</dd>
          </div>
          <div>
            <dt>Calls of this answer</dt>
            <dd>
              {cost.upstreamCalls}
              {cost.savedCalls > 0 ? `, ${cost.savedCalls} saved by caches` : ''}
            </dd>
          </div>
        </>
      )}
      <div>
        <dt>Asked</dt>
        <dd>
          {describeAgo(Date.now() - live.at)}, again in {Math.round(answer.freshForMs / 1000)} s
        </dd>
      </div>
    </dl>
  );
}
