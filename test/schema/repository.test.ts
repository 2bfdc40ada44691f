/** From git remotes, which anybody can write into a session, to addresses that are safe to show. */

import { describe, expect, test } from 'vitest';
import { parseRemote, toBranchUrl, toCommitUrl } from '../../src/schema/repository.ts';

const sha = '0123456789abcdef0123456789abcdef01234567';
const onGitHub = {
  host: 'github.com',
  owner: 'acme',
  name: 'web.shop',
  url: 'https://github.com/acme/web.shop',
};

describe('a remote', () => {
  test.each([
    'https://github.com/acme/web.shop',
    'https://github.com/acme/web.shop.git',
    'https://github.com/acme/web.shop.git/',
    'https://github.com/acme/web.shop//',
    'HTTPS://GitHub.COM/acme/web.shop',
    'https://github.com:443/acme/web.shop',
    'https://user:hunter2@github.com/acme/web.shop.git',
    'https://x-access-token@github.com/acme/web.shop',
    'git+https://github.com/acme/web.shop.git',
    'git://github.com/acme/web.shop.git',
    'ssh://git@github.com/acme/web.shop.git',
    'ssh://git@github.com:22/acme/web.shop.git',
    'git+ssh://git@github.com/acme/web.shop.git',
    'ssh://git@ssh.github.com:443/acme/web.shop.git',
    'git@ssh.github.com:acme/web.shop.git',
    'git@github.com:acme/web.shop.git',
    'git@github.com:/acme/web.shop.git',
    'https://github.com/acme/web.shop/tree/main/packages/web',
    'https://github.com/acme/web.shop/blob/main/a b.ts',
    'https://github.com/acme/web.shop/commit/0123456',
    'https://github.com/acme/web.shop/pull/7',
    'github.com:acme/web.shop',
    '  git@github.com:acme/web.shop.git\n',
  ])('of any form is the same repository, without its credentials and port: %j', (remote) => {
    expect(parseRemote(remote)).toEqual(onGitHub);
  });

  test.each([
    ['https://gitlab.com/group/sub/deep/app.git', 'gitlab.com', 'group/sub/deep', 'app'],
    ['git@gitlab.com:group/sub/app.git', 'gitlab.com', 'group/sub', 'app'],
    ['https://git.acme-corp.example/~ada/a_b+c.d', 'git.acme-corp.example', '~ada', 'a_b+c.d'],
    ['https://bitbucket.org/acme/.github', 'bitbucket.org', 'acme', '.github'],
  ])('keeps subgroups and odd names: %s', (remote, host, owner, name) => {
    expect(parseRemote(remote)).toEqual({ host, owner, name, url: `https://${host}/${owner}/${name}` });
  });

  test.each([
    [
      'http://git-host.example.com:8082/x/y.git',
      'git-host.example.com',
      'http://git-host.example.com:8082/x/y',
    ],
    ['http://git-host.example.com:80/x/y', 'git-host.example.com', 'http://git-host.example.com/x/y'],
    ['http://git-host.example.com:443/x/y', 'git-host.example.com', 'http://git-host.example.com:443/x/y'],
    [
      'git+https://git-host.example.com:8443/x/y',
      'git-host.example.com',
      'https://git-host.example.com:8443/x/y',
    ],
    ['http://github.com/x/y', 'github.com', 'http://github.com/x/y'],
    [
      'ssh://git@git-host.example.com:7999/x/y.git',
      'git-host.example.com',
      'https://git-host.example.com/x/y',
    ],
    ['git://git-host.example.com:9418/x/y.git', 'git-host.example.com', 'https://git-host.example.com/x/y'],
  ])('%s is of the same service: its protocol and port, unless it speaks ssh or git', (remote, host, url) => {
    expect(parseRemote(remote)).toEqual({ host, owner: 'x', name: 'y', url });
  });

  test.each([
    ['https://gitlab.com/group/app/-/tree/main/x', 'gitlab.com', 'group', 'app', 'group/app'],
    [
      'https://git.acme.example/group/sub/app/-/merge_requests',
      'git.acme.example',
      'group/sub',
      'app',
      'group/sub/app',
    ],
    ['git@altssh.gitlab.com:group/app.git', 'gitlab.com', 'group', 'app', 'group/app'],
    ['https://bitbucket.org/acme/app/src/main/', 'bitbucket.org', 'acme', 'app', 'acme/app'],
    ['ssh://git@altssh.bitbucket.org:443/acme/app.git', 'bitbucket.org', 'acme', 'app', 'acme/app'],
    [
      'git@ssh.dev.azure.com:v3/org/project/repo',
      'dev.azure.com',
      'org/project',
      'repo',
      'org/project/_git/repo',
    ],
    [
      'https://dev.azure.com/myorg/My%20Project/_git/My%20Repo',
      'dev.azure.com',
      'myorg/My Project',
      'My Repo',
      'myorg/My%20Project/_git/My%20Repo',
    ],
    ['https://me@dev.azure.com/org/_git/repo', 'dev.azure.com', 'org', 'repo', 'org/_git/repo'],
    ['https://org.visualstudio.com/p/_git/r', 'org.visualstudio.com', 'p', 'r', 'p/_git/r'],
  ])(
    'is found in the address of a page, and on hosts that only speak ssh: %s',
    (remote, host, owner, name, path) => {
      expect(parseRemote(remote)).toEqual({ host, owner, name, url: `https://${host}/${path}` });
    },
  );

  test('that begins with a name of a known host is of the host after it', () => {
    expect(parseRemote('https://github.com@evil.example/acme/app')?.host).toBe('evil.example');
    expect(parseRemote('https://github.com:443@evil.example/acme/app')?.host).toBe('evil.example');
    expect(parseRemote('https://github.com.evil.example/acme/app')?.host).toBe('github.com.evil.example');
  });

  test.each([
    null,
    '',
    ' ',
    'acme/app',
    'github.com/acme/app',
    'https://github.com',
    'https://github.com/',
    'https://github.com/acme',
    'https://github.com/acme/',
    'https://github.com//app',
    'https://github.com/acme/..',
    'https://github.com/../acme/app',
    'https://github.com/acme/./app',
    'https://github.com/acme/.git',
    'https://github.com/acme/app/packages/web',
    'https://github.com/orgs/acme/repositories',
    'https://github.com/acme/a%20b',
    'https://gitlab.com/group/-/tree/main',
    'https://gitlab.com/group/a%20b',
    'https://dev.azure.com/myorg/My%20Project/_git',
    'https://dev.azure.com/myorg/My%2FProject/_git/repo',
    'git@ssh.dev.azure.com:v3/org/repo',
    'git@ssh.dev.azure.com:v3/org/project/repo/more',
    'git@github.com://acme/app.git',
    'https://github.com:123456/acme/app',
    'https://github.com/acme/app?tab=1',
    'https://github.com/acme/app#readme',
    'https://github.com/acme/a%2Fb',
    'https://github.com/acme/a b',
    'https://github.com/acme/a"onclick="x',
    'https://github.com/<script>/app',
    'https://a:b@c@github.com/acme/app',
    'javascript:alert(1)',
    'javascript://github.com/acme/app',
    'data:text/html,<script>/acme/app',
    'file:///etc/passwd',
    'file://github.com/acme/app',
    '/srv/git/acme/app.git',
    'C:\\git\\acme\\app',
    'C:/git/acme/app',
    'https://127.0.0.1/acme/app',
    'https://[::1]/acme/app',
    'git@10.0.0.1:acme/app.git',
    'https://2130706433/acme/app',
    'https://localhost/acme/app',
    'git@localhost:acme/app',
    'https://github.com./acme/app',
    'https://-github.com/acme/app',
    'https://gïthub.com/acme/app',
    'https://github.com/acmé/app',
    'https://github.com/acme/\u202Eppa',
    'https://github.com/acme/app\nhttps://evil.example/acme/app',
    `https://github.com/acme/${'a'.repeat(101)}`,
    `https://${'a.'.repeat(126)}com/acme/app`,
    `https://github.com/${'acme/'.repeat(200)}app`,
  ])('that is no repository anybody could open is null: %j', (remote) => {
    expect(parseRemote(remote)).toBeNull();
  });

  test('takes no longer when it is made to be slow', () => {
    const startMs = performance.now();
    for (const part of ['a.', 'a-', '@', 'a@', ':', '/', 'ssh://', '.git', '~'])
      parseRemote(`https://${part.repeat(1000 / part.length - 10)}`);
    expect(performance.now() - startMs).toBeLessThan(200);
  });
});

describe("a commit's address", () => {
  test.each([
    ['https://github.com/acme/app', `https://github.com/acme/app/commit/${sha}`],
    ['git@gitlab.com:group/sub/app.git', `https://gitlab.com/group/sub/app/-/commit/${sha}`],
    ['ssh://git@bitbucket.org/acme/app', `https://bitbucket.org/acme/app/commits/${sha}`],
    ['https://git.acme.example/acme/app', null],
    ['https://constructor.com/acme/app', null],
    ['garbage', null],
    [null, null],
  ])('on %s is %s', (remote, url) => {
    expect(toCommitUrl(parseRemote(remote), sha)).toBe(url);
  });

  test.each([
    ['abcdef1', true],
    ['ABCDEF1', true],
    ['a'.repeat(64), true],
    ['abcdef', false],
    ['a'.repeat(65), false],
    ['main', false],
    ['', false],
    ['../../evil', false],
    [`${sha}\n`, false],
    [`${sha}#x`, false],
    [null, false],
  ])('with the commit id %j is there: %s', (commitSha, isThere) => {
    expect(toCommitUrl(parseRemote('https://github.com/acme/app'), commitSha) !== null).toBe(isThere);
  });
});

describe("a branch's address", () => {
  test.each([
    ['https://github.com/acme/app', 'https://github.com/acme/app/tree/feature/a'],
    ['git@gitlab.com:group/sub/app.git', 'https://gitlab.com/group/sub/app/-/tree/feature/a'],
    ['ssh://git@bitbucket.org/acme/app', 'https://bitbucket.org/acme/app/branch/feature/a'],
    ['https://git.acme.example/acme/app', null],
    ['https://constructor.com/acme/app', null],
    [null, null],
  ])('on %s is %s', (remote, url) => {
    expect(toBranchUrl(parseRemote(remote), 'feature/a')).toBe(url);
  });

  test.each([
    ['main', 'main'],
    ['fix/issue-#42', 'fix/issue-%2342'],
    ['hotfix/100%-cpu', 'hotfix/100%25-cpu'],
    ['feature/größe', 'feature/gr%C3%B6%C3%9Fe'],
    ['a"><script>', 'a%22%3E%3Cscript%3E'],
    ['v1.2', 'v1.2'],
    ['a@b', 'a%40b'],
    ['\u202Eniam', '%E2%80%AEniam'],
    ['x\ud83d', 'x%EF%BF%BD'],
    ['a'.repeat(250), 'a'.repeat(250)],
  ])('of %j is encoded, segment by segment', (branch, path) => {
    expect(toBranchUrl(parseRemote('https://github.com/acme/app'), branch)).toBe(
      `https://github.com/acme/app/tree/${path}`,
    );
  });

  test.each([
    ...['', ' ', 'a b', 'a..b', '../evil', 'a/../../evil', '.a', 'a/.b', 'a.', 'a.lock', 'a.lock/b'],
    ...[
      '/a',
      'a/',
      'a//b',
      '-a',
      '@',
      'a@{1}',
      'a~1',
      'a^',
      'a:b',
      'a?b',
      'a*',
      'a[b',
      'a\\b',
      'a\n',
      'a\u007f',
    ],
    ...['HEAD', '318/merge', '318/head', 'refs/heads/main', 'a'.repeat(251), null],
  ])('is null for what git or CI does not mean by a branch: %j', (branch) => {
    expect(toBranchUrl(parseRemote('https://github.com/acme/app'), branch)).toBeNull();
  });
});
