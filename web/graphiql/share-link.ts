/** Links that open this page with a query and its variables, and nothing else: no header, no credential. Pure. */

export interface SharedTab {
  readonly query: string;
  /** A JSON text; empty when there are none. */
  readonly variables: string;
}

/** @param pageUrl the page's address, whose own query is left out */
export function createShareLink(pageUrl: string, { query, variables }: SharedTab): string {
  const link = new URL(pageUrl);
  link.search = '';
  link.hash = '';
  link.searchParams.set('query', query);
  if (variables.trim() !== '') link.searchParams.set('variables', variables);
  return link.href;
}

/** @returns null for an address that shares nothing */
export function readSharedTab(pageUrl: string): SharedTab | null {
  const { searchParams } = new URL(pageUrl);
  const query = searchParams.get('query') ?? '';
  if (query.trim() === '') return null;
  return { query, variables: indent(searchParams.get('variables') ?? '') };
}

/** As people write it; what is not JSON stays as it is, for the editor to complain about. */
function indent(variables: string): string {
  try {
    return variables === '' ? '' : JSON.stringify(JSON.parse(variables), null, 2);
  } catch {
    return variables;
  }
}
