/** The one comment on a pull request, through GitHub's REST API: found by its beginning, else written anew. */
import type { Inputs } from './inputs.ts';

const timeoutMs = 30_000;
const perPage = 100;

interface Comment {
  readonly id: number;
  readonly body?: string | null;
  readonly user: { readonly login: string } | null;
}

/** @param marker what the comment begins with */
export async function putComment(
  inputs: Inputs,
  marker: string,
  body: string,
): Promise<'created' | 'updated'> {
  const known = await findComment(inputs, marker);
  if (known === null) {
    await call(inputs, 'POST', `issues/${inputs.pullRequest}/comments`, { body });
    return 'created';
  }
  await call(inputs, 'PATCH', `issues/comments/${known.id}`, { body });
  return 'updated';
}

async function findComment(inputs: Inputs, marker: string): Promise<Comment | null> {
  for (let page = 1; ; page += 1) {
    const path = `issues/${inputs.pullRequest}/comments?per_page=${perPage}&page=${page}`;
    const response = await call(inputs, 'GET', path);
    const comments: readonly Comment[] = await response.json();
    const known = comments.find(({ body, user }) => {
      return user?.login === inputs.commentAuthor && body?.startsWith(marker);
    });
    if (known !== undefined) return known;
    if (!/rel="next"/.test(response.headers.get('link') ?? '')) return null;
  }
}

/** @throws Error with GitHub's status and message */
async function call(inputs: Inputs, method: string, path: string, content?: unknown): Promise<Response> {
  const response = await fetch(`${inputs.githubApiUrl}/repos/${inputs.repository}/${path}`, {
    method,
    headers: {
      authorization: `Bearer ${inputs.githubToken}`,
      accept: 'application/vnd.github+json',
      'x-github-api-version': '2022-11-28',
    },
    ...(content === undefined ? {} : { body: JSON.stringify(content) }),
    signal: AbortSignal.timeout(timeoutMs),
  });
  if (response.ok) return response;
  const text = (await response.text()).slice(0, 300);
  throw new Error(`GitHub answered ${response.status} to ${method} ${path.split('?')[0]}: ${text}`);
}
