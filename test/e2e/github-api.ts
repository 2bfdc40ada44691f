/** As much of GitHub's REST API as keeps the comments of one pull request, and a log of what it was asked. */
import { createServer, type IncomingMessage } from 'node:http';
import { isObject } from '../../src/domain/is-object.ts';

interface GithubComment {
  readonly id: number;
  readonly body: string;
  readonly user: { readonly login: string };
}

export interface GithubApi {
  readonly url: string;
  /** Oldest first, as GitHub lists them. */
  comments: GithubComment[];
  /** Method and path with query, oldest first. */
  asked: string[];
  /** The next answers are this, a 403; null for the usual ones. */
  refusal: string | null;
  close(): Promise<void>;
}

export const githubToken = 'ghs_for_tests_only';
const bot = { login: 'github-actions[bot]' };

export async function startGithubApi(path: string): Promise<GithubApi> {
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', api.url);
    api.asked.push(`${request.method} ${url.pathname}${url.search}`);
    const isKnown = request.headers.authorization === `Bearer ${githubToken}`;
    const answer = isKnown && api.refusal === null ? answerComments(api, request.method, url) : null;
    const body = await readBody(request);
    response.setHeader('content-type', 'application/json');
    if (answer === null) {
      response
        .writeHead(isKnown ? 403 : 401)
        .end(JSON.stringify({ message: api.refusal ?? 'Bad credentials' }));
      return;
    }
    response.writeHead(answer.status, answer.link ? { link: answer.link } : {});
    response.end(JSON.stringify(answer.change?.(body) ?? answer.comments));
  });
  const api: GithubApi = {
    url: '',
    comments: [],
    asked: [],
    refusal: null,
    close: () => new Promise((closed) => server.close(() => closed())),
  };
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return Object.assign(api, { url: `http://127.0.0.1:${address.port}` });

  function answerComments({ comments }: GithubApi, method: string | undefined, url: URL): Answer | null {
    if (url.pathname === path && method === 'GET') return toPage(comments, url);
    if (url.pathname === path && method === 'POST') {
      return { status: 201, change: (body) => change({ id: comments.length + 1, body, user: bot }) };
    }
    const id = Number(/\/issues\/comments\/(\d+)$/.exec(url.pathname)?.[1]);
    const known = comments.find((each) => each.id === id);
    if (known === undefined || method !== 'PATCH') return null;
    return { status: 200, change: (body) => change({ ...known, body }) };
  }

  function change(comment: GithubComment): GithubComment {
    const others = api.comments.filter(({ id }) => id !== comment.id);
    api.comments = [...others, comment].sort((a, b) => a.id - b.id);
    return comment;
  }
}

interface Answer {
  readonly status: number;
  readonly link?: string | null;
  readonly comments?: readonly GithubComment[];
  readonly change?: (body: string) => GithubComment;
}

function toPage(comments: readonly GithubComment[], url: URL): Answer {
  const size = Number(url.searchParams.get('per_page'));
  const page = Number(url.searchParams.get('page'));
  const isLast = page * size >= comments.length;
  return {
    status: 200,
    comments: comments.slice((page - 1) * size, page * size),
    link: isLast ? null : `<${url.origin}${url.pathname}?per_page=${size}&page=${page + 1}>; rel="next"`,
  };
}

/** The `body` of what was sent; empty for a request without one. */
async function readBody(request: IncomingMessage): Promise<string> {
  const text = (await request.toArray()).join('');
  const content: unknown = text === '' ? {} : JSON.parse(text);
  return isObject(content) && typeof content.body === 'string' ? content.body : '';
}
