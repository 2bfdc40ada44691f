/** Sends a generated document by its hash, and its text only to a gateway that does not know it yet. */
import { readGatewayAccess } from '../../gateway.ts';
import type { TypedDocumentString } from './generated/graphql.ts';
import manifest from './generated/persisted-documents.json' with { type: 'json' };

const { url, headers } = readGatewayAccess();
/** The same file, set as the gateway's `persisted-manifest.json`, makes it know them from the start. */
const texts: Readonly<Record<string, string>> = manifest;

interface Answer<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
}

/** @throws Error with the messages of the gateway's errors */
export async function ask<Data, Variables>(
  document: TypedDocumentString<Data, Variables>,
  variables: Variables,
): Promise<Data> {
  const { hash } = document.__meta__ ?? {};
  if (typeof hash !== 'string') throw new Error('The document was generated without its hash.');
  const sha256Hash = hash.replace('sha256:', '');
  const request = { variables, extensions: { persistedQuery: { version: 1, sha256Hash } } };

  let answer = await send<Data>(request);
  if (answer.errors?.some(({ extensions }) => extensions?.code === 'PERSISTED_QUERY_NOT_FOUND')) {
    answer = await send<Data>({ ...request, query: texts[hash] });
  }
  if (answer.errors || !answer.data) {
    throw new Error(answer.errors?.map(({ message }) => message).join('\n') ?? 'The answer has no data.');
  }
  return answer.data;
}

async function send<Data>(body: Readonly<Record<string, unknown>>): Promise<Answer<Data>> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  return response.json();
}
