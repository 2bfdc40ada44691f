/** What the page shows, as its address says it: so a link shows the same. It never holds a credential. Pure. */

export interface View {
  /** Null for all branches. */
  readonly branch: string | null;
  /** How far back the page looks. */
  readonly days: number;
}

export const dayChoices = [1, 7, 14, 30] as const;

const defaultView: View = { branch: 'main', days: 14 };

/** What an address does not say, or says wrongly, is as on a first visit. */
export function readView(address: string): View {
  const { searchParams } = new URL(address);
  const branch = searchParams.get('branch');
  const days = Number(searchParams.get('days'));
  return {
    branch: branch === null ? defaultView.branch : branch.trim() || null,
    days: dayChoices.find((choice) => choice === days) ?? defaultView.days,
  };
}

export function toAddress(address: string, { branch, days }: View): string {
  const url = new URL(address);
  url.search = '';
  url.hash = '';
  if (branch !== defaultView.branch) url.searchParams.set('branch', branch ?? '');
  if (days !== defaultView.days) url.searchParams.set('days', String(days));
  return url.href;
}

export function toVariables({ branch, days }: View, timeZone: string) {
  return { branches: branch === null ? null : [branch], window: `P${days}D`, timeZone };
}
