/** "Is main green?" in one line, from what the statistics say. Pure. */
import type { DashboardQuery } from './dashboard.generated.ts';
import { count } from './format.ts';
import type { View } from './view.ts';

export interface Verdict {
  readonly state: 'green' | 'red' | 'failing' | 'unknown';
  readonly question: string;
  readonly answer: string;
  /** For the tab. */
  readonly title: string;
}

export function judge({ testSessionStatistics, running }: DashboardQuery, { branch, days }: View): Verdict {
  const name = branch ?? 'everything';
  const question = `Is ${name} green?`;
  const verdict = (state: Verdict['state'], answer: string, word: string): Verdict => {
    return { state, question, answer, title: `${word} · ${branch ?? 'all branches'} · Checkly` };
  };
  if (testSessionStatistics === null)
    return verdict('unknown', 'Nobody knows: there is no answer.', 'Unknown');
  const { red, total } = testSessionStatistics;
  if (total.sessions === 0) {
    return verdict('unknown', `Nothing ran in the last ${count(days, 'day', 'days')}.`, 'No runs');
  }
  if (red.length > 0) return verdict('red', `No. ${countRed(red)} red.`, 'Red');
  const failing = (running?.nodes ?? []).find((session) => session?.isFailing === true);
  if (failing !== undefined) {
    return verdict('failing', `Still, but ${failing?.name} is failing as it runs.`, 'Failing');
  }
  return verdict('green', 'Yes. Every suite passed when it last ran.', 'Green');
}

/** The list is cut at twelve by the query. */
const maxListed = 12;

function countRed(red: readonly unknown[]): string {
  if (red.length >= maxListed) return `${maxListed} suites or more are`;
  return red.length === 1 ? 'One suite is' : `${red.length} suites are`;
}
