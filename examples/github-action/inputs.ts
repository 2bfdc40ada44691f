/** What `action.yml` hands over. Tells what is missing by the input's name, and never repeats a value. */

export interface Inputs {
  readonly gatewayUrl: string;
  readonly apiKey: string;
  /** Null for keys that need none. */
  readonly accountId: string | null;
  readonly commit: string;
  readonly pullRequest: string;
  readonly githubToken: string;
  readonly commentAuthor: string;
  /** GitHub's own, from the runner. */
  readonly githubApiUrl: string;
  /** `owner/name`, from the runner. */
  readonly repository: string;
}

/** @throws Error that names the input */
export function readInputs(env: NodeJS.ProcessEnv): Inputs {
  return {
    gatewayUrl: readMatching(env.GATEWAY_URL, 'gateway-url', /^https?:\/\/\S+$/, 'an address'),
    apiKey: readMatching(env.CHECKLY_API_KEY, 'checkly-api-key', headerText, 'a key'),
    accountId: env.CHECKLY_ACCOUNT_ID
      ? readMatching(env.CHECKLY_ACCOUNT_ID, 'checkly-account-id', headerText, 'an id')
      : null,
    commit: readMatching(env.COMMIT, 'commit', /^[0-9a-f]{7,40}$/i, 'the id of a commit'),
    pullRequest: readMatching(env.PULL_REQUEST, 'pull-request', /^[1-9]\d*$/, 'a number'),
    githubToken: readMatching(env.GITHUB_TOKEN, 'github-token', headerText, 'a token'),
    commentAuthor: readMatching(env.COMMENT_AUTHOR, 'comment-author', /^\S+$/, 'a login'),
    githubApiUrl: readMatching(env.GITHUB_API_URL, 'GITHUB_API_URL', /^https?:\/\/\S+$/, 'an address'),
    repository: readMatching(env.GITHUB_REPOSITORY, 'GITHUB_REPOSITORY', /^[\w.-]+\/[\w.-]+$/, 'owner/name'),
  };
}

/** Anything else would be repeated by the error of the client that refuses it as a header. */
const headerText = /^[\x21-\x7e]+$/;

function readMatching(value: string | undefined, name: string, form: RegExp, what: string): string {
  const text = value?.trim();
  if (!text) throw new Error(`${name} is missing. Pull requests from forks are not given secrets.`);
  if (!form.test(text)) throw new Error(`${name} is not ${what}.`);
  return text;
}
