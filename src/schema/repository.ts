/** From a git remote, or a web address in its place, to a repository and to addresses for people. Pure; nothing here is fetched. */

export interface Repository {
  readonly host: string;
  readonly owner: string;
  readonly name: string;
  readonly url: string;
}

const maxRemoteLength = 1000;
const scpPattern = /^(?:[\w.-]+@)?(?<host>[\w.-]+):\/?(?!\/)(?<path>[^:?#]+)$/;
const urlPattern =
  /^(?:git\+)?(?<protocol>https?|ssh|git):\/\/(?:[^/@]*@)?(?<host>[\w.-]+)(?::(?<port>\d{1,5}))?\/(?<path>[^?#]+)$/i;
const hostPattern = /^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/;
const segmentPattern = /^(?!\.{1,2}$)(?:[\w.~+-]|%20){1,100}$/;

/** The hosts that people open in place of those that only speak ssh. */
const webHosts: ReadonlyMap<string, string> = new Map([
  ['ssh.github.com', 'github.com'],
  ['altssh.gitlab.com', 'gitlab.com'],
  ['altssh.bitbucket.org', 'bitbucket.org'],
  ['ssh.dev.azure.com', 'dev.azure.com'],
]);

/**
 * Reads https, http, ssh and scp-like remotes, and addresses of pages within a repository; credentials are dropped.
 * The port of http is the service's, and kept; that of ssh says nothing of the pages. Null for anything else.
 */
export function parseRemote(remote: string | null): Repository | null {
  if (remote === null || remote.length > maxRemoteLength) return null;
  const { groups } = urlPattern.exec(remote.trim()) ?? scpPattern.exec(remote.trim()) ?? {};
  const givenHost = groups?.host?.toLowerCase() ?? '';
  const host = webHosts.get(givenHost) ?? givenHost;
  const place = hostPattern.test(host) ? findRepository(host, toSegments(groups?.path ?? '')) : null;
  if (place === null || !place.path.every((segment) => segmentPattern.test(segment))) return null;
  const origin = toOrigin(groups?.protocol?.toLowerCase() ?? 'ssh', host, groups?.port ?? '');
  return {
    host,
    owner: place.owner.join('/').replaceAll('%20', ' '),
    name: place.name.replaceAll('%20', ' '),
    url: `${origin}/${place.path.join('/')}`,
  };
}

function toSegments(path: string): readonly string[] {
  return path.replace(/\/+$/, '').split('/');
}

/** Where people open what a remote with this protocol stands for. */
function toOrigin(protocol: string, host: string, port: string): string {
  if (!protocol.startsWith('http')) return `https://${host}`;
  const isDefault = Number(port) === (protocol === 'http' ? 80 : 443);
  return `${protocol}://${host}${port === '' || isDefault ? '' : `:${Number(port)}`}`;
}

interface FoundRepository {
  readonly owner: readonly string[];
  readonly name: string;
  /** Of its page. */
  readonly path: readonly string[];
}

/** Null when the path is not one of a repository on this host. */
function findRepository(host: string, segments: readonly string[]): FoundRepository | null {
  if (host === 'github.com' || host === 'bitbucket.org') return findInTwoSegments(segments);
  if (host === 'dev.azure.com' && segments[0] === 'v3') return findInAzureRemote(segments);
  const marker = segments.indexOf('_git');
  if (marker > 0) return findAfterMarker(segments, marker);
  if (segments.some((segment) => segment.includes('%'))) return null;
  // GitLab's groups nest; what follows `-` is a page within the repository.
  const end = segments.indexOf('-');
  const path = withoutSuffix(end === -1 ? segments : segments.slice(0, end));
  const name = path.at(-1);
  return path.length < 2 || name === undefined ? null : { owner: path.slice(0, -1), name, path };
}

/** What stands after the repository in the address of one of its pages, on GitHub and Bitbucket. */
const repositoryPages =
  /^(?:tree|blob|src|raw|commits?|branch|compare|pulls?|pull-requests|actions|pipelines)$/;

function findInTwoSegments(segments: readonly string[]): FoundRepository | null {
  const [owner, name, page] = segments;
  if (owner === undefined || name === undefined || segments.some((segment) => segment.includes('%')))
    return null;
  if (page !== undefined && !repositoryPages.test(page)) return null;
  const path = withoutSuffix([owner, name]);
  return { owner: [owner], name: path[1] ?? name, path };
}

/** `v3/organization/project/repository`, as Azure writes remotes of ssh. */
function findInAzureRemote([
  _version,
  organization,
  project,
  name,
  more,
]: readonly string[]): FoundRepository | null {
  if (organization === undefined || project === undefined || name === undefined || more !== undefined)
    return null;
  return { owner: [organization, project], name, path: [organization, project, '_git', name] };
}

/** `organization/project/_git/repository`, as Azure writes addresses. */
function findAfterMarker(segments: readonly string[], marker: number): FoundRepository | null {
  const name = segments[marker + 1];
  if (name === undefined) return null;
  return { owner: segments.slice(0, marker), name, path: segments.slice(0, marker + 2) };
}

function withoutSuffix(path: readonly string[]): readonly string[] {
  return path.map((segment, index) => (index === path.length - 1 ? segment.replace(/\.git$/i, '') : segment));
}

interface HostPaths {
  readonly commit: string;
  readonly branch: string;
}

const hostPaths: ReadonlyMap<string, HostPaths> = new Map([
  ['github.com', { commit: '/commit/', branch: '/tree/' }],
  ['gitlab.com', { commit: '/-/commit/', branch: '/-/tree/' }],
  ['bitbucket.org', { commit: '/commits/', branch: '/branch/' }],
]);

/** Null for hosts whose addresses are not known, and for what is not a commit id. */
export function toCommitUrl(repository: Repository | null, sha: string | null): string | null {
  const paths = hostPaths.get(repository?.host ?? '');
  if (repository === null || paths === undefined) return null;
  return sha === null || !/^[0-9a-f]{7,64}$/i.test(sha) ? null : `${repository.url}${paths.commit}${sha}`;
}

const maxBranchLength = 250;
/** What git takes in no branch name, half of a surrogate pair beside it (git-check-ref-format). */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const noBranch = /[\x00-\x20\x7f~^:?*[\\]|\.\.|@\{|^@?$|^-|^\/|\/$|\/\/|\/\.|^\.|\.$|\.lock(?:\/|$)/;
/** What CI writes in place of a branch: a pull request's own ref, and a commit without a branch. */
const standIn = /^(?:HEAD|\d+\/(?:merge|head)|refs\/.*)$/;

/** Null for hosts whose addresses are not known, and for what cannot be the name of a branch. */
export function toBranchUrl(repository: Repository | null, branch: string | null): string | null {
  const paths = hostPaths.get(repository?.host ?? '');
  if (repository === null || paths === undefined || branch === null) return null;
  if (branch.length > maxBranchLength || noBranch.test(branch) || standIn.test(branch)) return null;
  return `${repository.url}${paths.branch}${branch.toWellFormed().split('/').map(encodeURIComponent).join('/')}`;
}
