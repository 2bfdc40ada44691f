/** What a request asks, as one text, whichever way it came. */

export interface Question {
  /** The request for the GraphQL server, its body still to be read. */
  readonly forServer: Request;
  /** The JSON of a POST, or a GET's parameters in that form; null for anything else. */
  readonly text: string | null;
}

/** Names the part that was to be JSON and is not. Its own text is not quoted. */
export type NotJson = 'body' | 'variables' | 'extensions' | 'Content-Type';

export async function readQuestion(request: Request): Promise<Question | NotJson> {
  if (request.method === 'GET') return readGetQuestion(request);
  if (request.method !== 'POST') return { forServer: request, text: null };
  if (!/^application\/json\s*(;|$)/i.test(request.headers.get('content-type') ?? '')) return 'Content-Type';
  const text = await request.text();
  if (!isJsonText(text)) return 'body';
  const headers = new Headers(request.headers);
  headers.set('content-type', 'application/json');
  return { forServer: new Request(request, { headers, body: text }), text };
}

/** GraphQL over HTTP, section 5.1. */
function readGetQuestion(request: Request): Question | NotJson {
  const { searchParams } = new URL(request.url);
  const variables = searchParams.get('variables') || 'null';
  const extensions = searchParams.get('extensions') || 'null';
  if (!isJsonText(variables)) return 'variables';
  if (!isJsonText(extensions)) return 'extensions';
  const [query, operationName] = ['query', 'operationName'].map((name) =>
    JSON.stringify(searchParams.get(name) || null),
  );
  const text = `{"query":${query},"operationName":${operationName},"variables":${variables},"extensions":${extensions}}`;
  return { forServer: request, text };
}

function isJsonText(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
