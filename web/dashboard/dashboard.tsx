/** The page: what it shows is in its address, who asks is in this tab's storage, and the rest is one answer. */
import { useEffect, useMemo, useState } from 'preact/hooks';
import { describeAccess, toHeaders } from '../graphiql/access-hint.ts';
import { Access, readAccess, storeAccess } from './access.tsx';
import { Branches, Flaky } from './branches.tsx';
import { Days, Durations } from './charts.tsx';
import { Foot } from './foot.tsx';
import { Header } from './header.tsx';
import { type Live, type Shown, useLive } from './live.ts';
import type { Answer } from './load.ts';
import { Red } from './red.tsx';
import { Running } from './running.tsx';
import { judge } from './verdict.ts';
import { readView, toAddress, type View } from './view.ts';

/** Errors that another key may mend. */
const refusals = new Set(['UNAUTHENTICATED', 'FORBIDDEN']);

export function Dashboard() {
  const [view, setView] = useState(() => readView(location.href));
  const [access, setAccess] = useState(() => readAccess(sessionStorage));
  const headers = useMemo(() => toHeaders(access), [access]);
  const live = useLive(view, headers);
  const answer = readAnswer(live);
  const refusal = answer?.problems.find(({ code }) => refusals.has(code))?.code ?? null;

  useEffect(() => {
    const goBack = () => setView(readView(location.href));
    addEventListener('popstate', goBack);
    return () => removeEventListener('popstate', goBack);
  }, []);
  const show = (next: View) => {
    history.pushState(null, '', toAddress(location.href, next));
    setView(next);
  };

  return (
    <>
      <Header
        view={view}
        branches={listBranches(answer?.data ?? null)}
        onView={show}
        access={
          <Access
            access={access}
            state={describeAccess(access, refusal)}
            isRefused={refusal !== null}
            onChange={(next) => {
              storeAccess(sessionStorage, next);
              setAccess(next);
            }}
          />
        }
      />
      <main aria-busy={live.kind === 'loading'}>
        <Problems live={live} answer={answer} />
        {live.kind === 'loading' && <p class="verdict unknown">Asking…</p>}
        {answer?.data && <Answered data={answer.data} view={view} />}
      </main>
      <Foot view={view} live={live} answer={answer} hasKey={access.key !== ''} />
    </>
  );
}

function Answered({ data, view }: { readonly data: Shown; readonly view: View }) {
  const verdict = judge(data, view);
  useEffect(() => {
    document.title = verdict.title;
  }, [verdict.title]);
  const { testSessionStatistics: statistics, running, branches } = data;
  return (
    <>
      <section class={`verdict ${verdict.state}`} aria-live="polite">
        <h1>{verdict.question}</h1>
        <p>{verdict.answer}</p>
      </section>
      <Running running={running} />
      {statistics !== null && (
        <>
          <Red red={statistics.red} isOneBranch={view.branch !== null} />
          <div class="pair">
            <Days intervals={statistics.intervals} total={statistics.total} />
            <Durations intervals={statistics.intervals} total={statistics.total} />
          </div>
          <div class="pair">
            <Flaky flakiest={statistics.flakiest} isOneBranch={view.branch !== null} />
            <Branches groups={branches?.groups ?? []} view={view} />
          </div>
        </>
      )}
    </>
  );
}

/** What went wrong, beside whatever could be answered. */
function Problems({ live, answer }: { readonly live: Live; readonly answer: Answer<Shown> | null }) {
  const texts = [
    ...(live.kind === 'unreachable' ? ['The gateway cannot be reached. Asking again…'] : []),
    ...new Set((answer?.problems ?? []).map(({ message, code }) => `${message} (${code})`)),
  ];
  if (texts.length === 0) return null;
  return (
    <section class="problems" role="alert">
      {texts.map((text) => (
        <p key={text}>{text}</p>
      ))}
    </section>
  );
}

function readAnswer(live: Live): Answer<Shown> | null {
  if (live.kind === 'loading') return null;
  return live.kind === 'loaded' ? live.answer : live.last;
}

function listBranches(data: Shown | null): string[] {
  return (data?.branches?.groups ?? []).flatMap(({ key }) => (key === null ? [] : [key]));
}
