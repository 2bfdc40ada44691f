/**
 * The tab that was open when the browser last left the page. GraphiQL restores its tabs itself, but opens one more
 * unless it is told the text of one that it has. Reads the browser's storage, writes nothing.
 */

/** Where GraphiQL 5 keeps its tabs. */
const storageKey = 'graphiql:tabState';

export interface RememberedTab {
  readonly query: string;
  readonly variables: string;
}

/** @returns undefined on a first visit, or when what is stored is not as expected */
export function readRememberedTab(storage: Storage): RememberedTab | undefined {
  const state = parseJson(storage.getItem(storageKey));
  const { tabs, activeTabIndex } = toRecord(state);
  if (!Array.isArray(tabs) || typeof activeTabIndex !== 'number') return undefined;
  const { query, variables } = toRecord(tabs[activeTabIndex]);
  return { query: toText(query), variables: toText(variables) };
}

function parseJson(text: string | null): unknown {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    // Then GraphiQL starts anew, too.
    return null;
  }
}

function toRecord(value: unknown): Partial<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function toText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
