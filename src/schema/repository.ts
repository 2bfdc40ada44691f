/** From a git remote to a repository and to addresses for people. Pure; the addresses are never fetched. */

export interface Repository {
  readonly host: string;
  readonly owner: string;
  readonly name: string;
  readonly url: string;
}

const scpPattern = /^(?:[\w.-]+@)?(?<host>[\w.-]+):(?!\/)(?<path>[^:?#]+)$/;
const urlPattern =
  /^(?:https?|ssh|git|git\+ssh|git\+https):\/\/(?:[^/@]*@)?(?<host>[\w.-]+)(?::\d+)?\/(?<path>[^?#]+)$/i;
const hostPattern = /^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/;
const segmentPattern = /^(?!\.{1,2}$)[\w.~+-]{1,100}$/;

/** Reads https, ssh and scp-like remotes; whatever credentials and ports they hold are dropped. Null for anything else. */
export function parseRemote(remote: string | null): Repository | null {
  if (remote === null || remote.length > 1000) return null;
  const match = urlPattern.exec(remote.trim()) ?? scpPattern.exec(remote.trim());
  const host = match?.groups?.host?.toLowerCase() ?? '';
  const path = (match?.groups?.path ?? '').replace(/\/+$/, '').replace(/\.git$/i, '');
  const segments = path.split('/');
  const name = segments.at(-1);
  if (!hostPattern.test(host) || segments.length < 2 || !segments.every((s) => segmentPattern.test(s)))
    return null;
  if (name === undefined) return null;
  return { host, owner: segments.slice(0, -1).join('/'), name, url: `https://${host}/${path}` };
}

const commitPaths: Readonly<Record<string, string>> = {
  'github.com': '/commit/',
  'gitlab.com': '/-/commit/',
  'bitbucket.org': '/commits/',
};

/** Null for hosts whose addresses are not known, and for what is not a commit id. */
export function toCommitUrl(repository: Repository | null, sha: string | null): string | null {
  if (repository === null || sha === null || !/^[0-9a-f]{7,64}$/i.test(sha)) return null;
  const commitPath = Object.hasOwn(commitPaths, repository.host) ? commitPaths[repository.host] : undefined;
  return commitPath === undefined ? null : `${repository.url}${commitPath}${sha}`;
}
