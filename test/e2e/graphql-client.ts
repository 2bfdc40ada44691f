/** Asks a gateway over a socket, as a client does, and keeps the whole answer, to the letter. */
import { request } from 'undici';

export interface Asked {
  readonly variables?: Readonly<Record<string, unknown>>;
  /** Default `application/json`. */
  readonly accept?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface SocketAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  readonly body: unknown;
}

export async function askOverSocket(
  gatewayUrl: string,
  query: string,
  { variables = {}, accept = 'application/json', headers = {} }: Asked = {},
): Promise<SocketAnswer> {
  const response = await request(`${gatewayUrl}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept, ...headers },
    body: JSON.stringify({ query, variables }),
  });
  const text = await response.body.text();
  const body: unknown = JSON.parse(text);
  return { status: response.statusCode, headers: response.headers, text, body };
}
