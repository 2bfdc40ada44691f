/** `npm run example:mcp`: the gateway's operations as tools of an MCP server, over standard input and output. */
import { resolve } from 'node:path';
import { type CallToolResult, fromJsonSchema, McpServer } from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { type GatewayAccess, readGatewayAccess } from '../gateway.ts';
import type { JsonSchema } from './json-schema.ts';
import { readTools, type Tool } from './tools.ts';

interface Answer {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly { readonly message: string }[];
}

/** What failed beside data is told beside it: one malformed row leaves the others. */
async function ask(
  { url, headers }: GatewayAccess,
  query: string,
  variables: unknown,
): Promise<CallToolResult> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  const { data = null, errors = [] }: Answer = await response.json();
  const texts = errors.map(({ message }) => message);
  if (data !== null) texts.unshift(JSON.stringify(data));
  return {
    content: texts.map((text) => ({ type: 'text', text })),
    isError: data === null || Object.values(data).every((value) => value === null),
  };
}

/** GraphQL ignores variables that it does not know: a misspelt one would be lost. */
function refuseUnknown(given: unknown, { properties = {} }: JsonSchema): CallToolResult | null {
  const unknown = Object.keys(Object(given)).filter((name) => !(name in properties));
  if (unknown.length === 0) return null;
  const text = `There is no argument ${unknown.join(', ')}; there is ${Object.keys(properties).join(', ') || 'none'}.`;
  return { content: [{ type: 'text', text }], isError: true };
}

function createServer(access: GatewayAccess, tools: readonly Tool[]): McpServer {
  const server = new McpServer({ name: 'checkly-test-sessions', version: '1.0.0' });
  for (const { name, description, query, variables } of tools) {
    server.registerTool(
      name,
      {
        description,
        inputSchema: fromJsonSchema({ ...variables }),
        annotations: { readOnlyHint: true, openWorldHint: true },
      },
      async (given) => refuseUnknown(given, variables) ?? ask(access, query, given),
    );
  }
  return server;
}

const access = readGatewayAccess();
const tools = await readTools(resolve(import.meta.dirname, '../..'));
serveStdio(() => createServer(access, tools));
