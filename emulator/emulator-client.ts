// A reader of the emulator for its own tests: one call a request, bodies as plain data. No network.

import { demoAccountId, demoKey } from './accounts.ts';
import type { Emulator } from './emulator.ts';

type Fields = { readonly [field: string]: unknown };

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Fields;
}

export interface Page extends Answer {
  readonly entries: readonly Fields[];
  readonly nextId: string | null;
}

interface ErrorGroupsAnswer extends Answer {
  /** Empty for an error. */
  readonly groups: readonly Fields[];
}

export interface Client {
  /** As the demo user, unless other headers are given. */
  get(pathAndQuery: string, headers?: Record<string, string>): Promise<Answer>;
  send(method: string, path: string, body?: unknown): Promise<Answer>;
  /** One page of the list; an error's page has no entries. */
  list(query?: string): Promise<Page>;
  /** The pages of the list till the last. */
  walk(query?: string): Promise<Page[]>;
  /** One page of the account's error groups. */
  errorGroups(query?: string): Promise<ErrorGroupsAnswer>;
  projectErrorGroups(projectId: string): Promise<ErrorGroupsAnswer>;
}

const errorGroupsPath = '/v1/test-session-error-groups';
const origin = 'http://emulator.test';
const demoHeaders = { Authorization: `Bearer ${demoKey}`, 'X-Checkly-Account': demoAccountId };

export function createClient(emulator: Emulator): Client {
  const client: Client = {
    get: async (pathAndQuery, headers = demoHeaders) =>
      toAnswer(await emulator.fetch(new Request(origin + pathAndQuery, { headers }))),
    send: async (method, path, body) =>
      toAnswer(
        await emulator.fetch(new Request(origin + path, { method, body: JSON.stringify(body) ?? null })),
      ),
    async list(query = '') {
      const answer = await client.get(`/v1/test-sessions?${query}`);
      const { entries, nextId } = answer.body;
      return {
        ...answer,
        entries: Array.isArray(entries) ? entries.filter(isFields) : [],
        nextId: typeof nextId === 'string' ? nextId : null,
      };
    },
    async walk(query = '') {
      const pages: Page[] = [];
      for (let nextId: string | null = ''; nextId !== null; ) {
        const token = nextId === '' ? '' : `&nextId=${encodeURIComponent(nextId)}`;
        const page: Page = await client.list(query + token);
        pages.push(page);
        nextId = page.nextId;
      }
      return pages;
    },
    errorGroups: async (query = '') => toErrorGroups(await client.get(`${errorGroupsPath}?${query}`)),
    projectErrorGroups: async (projectId) =>
      toErrorGroups(await client.get(`${errorGroupsPath}/projects/${projectId}`)),
  };
  return client;
}

/** The ids on the pages, in order. */
export function idsOn(...pages: readonly Page[]): string[] {
  return pages.flatMap((page) => page.entries.map((entry) => String(entry.id)));
}

function toErrorGroups(answer: Answer): ErrorGroupsAnswer {
  const rows: unknown = answer.body;
  return { ...answer, groups: Array.isArray(rows) ? rows.filter(isFields) : [] };
}

async function toAnswer(response: Response): Promise<Answer> {
  const text = await response.text();
  const isJson = response.headers.get('Content-Type')?.startsWith('application/json') ?? false;
  const body: unknown = isJson ? JSON.parse(text) : { text };
  return { status: response.status, headers: response.headers, body: isFields(body) ? body : { body } };
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}
