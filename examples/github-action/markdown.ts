/** The comment's text. Pure; what comes from data is code to GitHub: no link, mention, tag or table of its own. */
import type { Report, ReportedSession } from './report.ts';

/** Begins the comment, unseen, so that the next run finds it. */
export const marker = '<!-- checkly-test-sessions -->';

const maxNameLength = 100;
const maxUrlLength = 500;
const icons: Readonly<Record<string, string>> = {
  PASSED: '✅',
  FAILED: '❌',
  RUNNING: '⏳',
  CANCELLED: '🚫',
};

export function toMarkdown(report: Report, commit: string): string {
  const sessions = report.nodes.filter((node) => node !== null);
  const unreadable = report.nodes.length - sessions.length;
  const isSearchedWhole = report.searched?.complete ?? true;
  return [
    `${marker}\n### Checkly test sessions of ${toCode(commit.slice(0, 7))}`,
    sessions.length > 0 ? toTable(sessions) : toNone(report),
    toFailedSuites(sessions),
    unreadable > 0 && `${unreadable} more could not be read: Checkly's record is malformed.`,
    sessions.length > 0 && report.pageInfo.hasNextPage && isSearchedWhole && 'There are older ones.',
  ]
    .filter((part) => typeof part === 'string')
    .join('\n\n');
}

function toNone({ searched }: Report): string {
  if (searched === null || searched.complete) return 'There is none.';
  return `There is none among the newest ${searched.sessions} sessions.`;
}

function toTable(sessions: readonly ReportedSession[]): string {
  const rows = sessions.map(({ name, status, durationMs, counts, url }) => {
    const checks = counts === null ? '' : `${counts.passed} of ${counts.total} passed`;
    return `| ${toLink(name, url)} | ${toStatus(status)} | ${checks} | ${toDuration(durationMs)} |`;
  });
  return ['| Session | Status | Check runs | Duration |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

/** A suite is the sessions of one name. The newest one counts: they come newest first. */
function toFailedSuites(sessions: readonly ReportedSession[]): string | null {
  const latest = new Map(sessions.toReversed().map((session) => [session.name, session]));
  const failed = [...latest.values()].filter(({ status }) => status === 'FAILED').reverse();
  if (failed.length === 0) return null;
  const named = failed.map(({ name, counts }) => {
    return counts === null ? toCode(name) : `${toCode(name)} (${counts.failed} of ${counts.total})`;
  });
  return `**Failed suites:** ${named.join(', ')}`;
}

function toStatus(status: string | null): string {
  if (status === null) return 'unknown';
  return `${icons[status] ?? ''} ${/^[A-Z]+$/.test(status) ? status.toLowerCase() : toCode(status)}`.trim();
}

function toDuration(durationMs: number | null): string {
  if (durationMs === null) return '';
  const seconds = Math.round(durationMs / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

function toLink(name: string, url: string | null): string {
  const target = url !== null && url.length <= maxUrlLength && URL.canParse(url) ? new URL(url) : null;
  if (target === null || !/^https?:$/.test(target.protocol)) return toCode(name);
  return `[${toCode(name)}](${target.href.replace(/[^\w:/?=&.,%#-]/g, toPercent)})`;
}

/** A code element, in which GitHub looks for neither mentions nor links; no sign in it has a meaning. */
function toCode(text: string): string {
  const points = [...text.replace(/[\s\p{Cc}]+/gu, ' ').trim()];
  const short =
    points.length > maxNameLength ? `${points.slice(0, maxNameLength).join('')}…` : points.join('');
  return `<code>${(short || ' ').replace(/[!-/:-@[-`{-~]/g, (sign) => `&#${sign.charCodeAt(0)};`)}</code>`;
}

function toPercent(sign: string): string {
  return `%${sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}
