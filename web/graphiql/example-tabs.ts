/** The tabs that a first visit to GraphiQL opens with: the build puts them into the page, which holds them as JSON. */

export interface ExampleTab {
  readonly query: string;
  /** A JSON text, as GraphiQL's variables editor holds it. */
  readonly variables?: string;
}

/** @returns none when the page holds none */
export function readExampleTabs(page: Document): readonly ExampleTab[] {
  return JSON.parse(page.querySelector('#example-tabs')?.textContent || '[]');
}
