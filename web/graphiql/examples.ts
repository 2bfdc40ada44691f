/**
 * Which operations of `operations/` GraphiQL opens with, in which order, and with which variables: each is worth
 * pressing play on against the demo data. What a query must be told stands in its comment; credentials have fields
 * of their own.
 */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { ExampleTab } from './example-tabs.ts';

const examples: readonly { readonly name: string; readonly variables?: Readonly<Record<string, unknown>> }[] =
  [
    { name: 'red-on-main' },
    { name: 'my-branch', variables: { branch: 'feature/new-pricing' } },
    { name: 'sessions-of-commit', variables: { commit: 'show shipping costs' } },
    { name: 'one-session' },
    { name: 'slowest-this-week' },
    { name: 'flaky-suites' },
    { name: 'page-by-page', variables: { first: 3, after: null } },
    { name: 'running-now' },
    { name: 'wait-for-session', variables: { id: '' } },
  ];

/** @param root the project's directory */
export function readExamples(root: string): Promise<readonly ExampleTab[]> {
  return Promise.all(
    examples.map(async ({ name, variables }) => {
      const query = await readFile(resolve(root, 'operations', `${name}.graphql`), 'utf8');
      return variables === undefined ? { query } : { query, variables: JSON.stringify(variables, null, 2) };
    }),
  );
}

/** As the text of a script element: nothing in it ends the element. */
export function toScriptText(tabs: readonly ExampleTab[]): string {
  return JSON.stringify(tabs).replaceAll('<', '\\u003c');
}
