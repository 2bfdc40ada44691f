/**
 * Keeps an answer current: asks at once, again when the answer's own freshness is over, and at once when a session
 * that it shows as running has ended. A page that nobody sees asks nothing.
 */
import { useEffect, useState } from 'preact/hooks';
import {
  BranchesDocument,
  type BranchesQuery,
  DashboardDocument,
  type DashboardQuery,
} from './dashboard.generated.ts';
import { type Answer, addCosts, load } from './load.ts';
import { watchEnds } from './session-end.ts';
import { toVariables, type View } from './view.ts';

export interface Shown extends DashboardQuery {
  /** Null when they could not be answered. */
  readonly branches: BranchesQuery['testSessionStatistics'];
}

export type Live =
  | { readonly kind: 'loading' }
  | { readonly kind: 'loaded'; readonly answer: Answer<Shown>; readonly at: number }
  /** The gateway did not answer; the last answer stays, where there is one. */
  | { readonly kind: 'unreachable'; readonly last: Answer<Shown> | null; readonly at: number };

const unreachableRetryMs = 5_000;

export function useLive(view: View, headers: Readonly<Record<string, string>>): Live {
  const [live, setLive] = useState<Live>({ kind: 'loading' });
  const asked = JSON.stringify([view, headers]);
  useEffect(() => {
    setLive({ kind: 'loading' });
    return keepCurrent(view, headers, setLive);
  }, [asked]);
  return live;
}

function keepCurrent(
  view: View,
  headers: Readonly<Record<string, string>>,
  show: (live: Live) => void,
): () => void {
  const left = new AbortController();
  const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  /** Sessions whose end was heard of; copies of the list may say for seconds that they run. */
  const ended = new Set<string>();
  let hasNews = false;
  let last: Answer<Shown> | null = null;
  let timer = 0;
  let stopWatching = (): void => {};

  const askIn = (ms: number): void => {
    clearTimeout(timer);
    timer = window.setTimeout(ask, ms);
  };
  const showAnswer = (answer: Answer<Shown>, at: number): void => {
    last = answer;
    show({ kind: 'loaded', answer: withoutEnded(answer, ended), at });
  };
  const watch = (answer: Answer<Shown>, at: number): void => {
    stopWatching = watchEnds(listRunning(withoutEnded(answer, ended)), headers, (id) => {
      ended.add(id);
      hasNews = true;
      showAnswer(answer, at);
    });
  };
  const ask = async (): Promise<void> => {
    clearTimeout(timer);
    stopWatching();
    if (document.hidden || left.signal.aborted) return;
    // After an end a copy from before it will not do, not even while it is refreshed.
    const asked = hasNews ? { ...headers, 'cache-control': 'no-cache' } : headers;
    hasNews = false;
    try {
      const answer = await loadAll(view, timeZone, { headers: asked, signal: left.signal });
      const at = Date.now();
      showAnswer(answer, at);
      watch(answer, at);
      askIn(answer.freshForMs);
    } catch {
      if (left.signal.aborted) return;
      show({ kind: 'unreachable', last, at: Date.now() });
      askIn(unreachableRetryMs);
    }
  };
  document.addEventListener('visibilitychange', () => void ask(), { signal: left.signal });
  void ask();
  return () => {
    left.abort();
    clearTimeout(timer);
    stopWatching();
  };
}

function listRunning({ data }: Answer<Shown>): string[] {
  return (data?.running?.nodes ?? []).flatMap((session) => (session === null ? [] : [session.sessionId]));
}

function withoutEnded(answer: Answer<Shown>, ended: ReadonlySet<string>): Answer<Shown> {
  const { data } = answer;
  if (data === null || data.running === null || ended.size === 0) return answer;
  const nodes = data.running.nodes.filter((session) => session === null || !ended.has(session.sessionId));
  return { ...answer, data: { ...data, running: { ...data.running, nodes } } };
}

async function loadAll(
  view: View,
  timeZone: string,
  asked: { readonly headers: Readonly<Record<string, string>>; readonly signal: AbortSignal },
): Promise<Answer<Shown>> {
  const variables = toVariables(view, timeZone);
  const [main, branches] = await Promise.all([
    load(DashboardDocument, variables, asked),
    load(BranchesDocument, { window: variables.window }, asked),
  ]);
  return {
    data: main.data && { ...main.data, branches: branches.data?.testSessionStatistics ?? null },
    problems: [...main.problems, ...branches.problems],
    cost: addCosts(main.cost, branches.cost),
    freshForMs: Math.min(main.freshForMs, branches.freshForMs),
  };
}
