import { describe, expect, it } from 'vitest';
import { parseRepositorySlug } from './repository-slug.ts';

const SERVER = 'https://git.example';
const slug = { owner: 'heroku', repo: 'demo' };

describe('parseRepositorySlug', () => {
  it.each([
    ['https', 'https://git.example/heroku/demo.git', SERVER],
    ['https without .git', 'https://git.example/heroku/demo', SERVER],
    ['https with a slash', 'https://git.example/heroku/demo/', SERVER],
    ['https with a token', 'https://x-access-token:secret@git.example/heroku/demo.git', SERVER],
    ['https in upper case', 'HTTPS://Git.Example/heroku/demo.git', SERVER],
    ['https under a path', 'https://git.example/scm/heroku/demo.git', `${SERVER}/scm/`],
    ['http on loopback with a port', 'http://127.0.0.1:8080/heroku/demo.git', 'http://127.0.0.1:8080'],
    ['git@', 'git@git.example:heroku/demo.git', SERVER],
    ['git@ with a slash', 'git@git.example:/heroku/demo.git', SERVER],
    ['another user over ssh', 'org-123@git.example:heroku/demo.git', SERVER],
    ['no user over ssh', 'git.example:heroku/demo', SERVER],
    ['ssh', 'ssh://git@git.example/heroku/demo.git', SERVER],
    ['ssh with a port', 'ssh://git@git.example:2222/heroku/demo.git', SERVER],
    ['ssh over the https port', 'ssh://git@ssh.git.example:443/heroku/demo.git', SERVER],
    ['surrounding white space', ' git@git.example:heroku/demo.git\n', SERVER],
  ])('%s', (_name, remote, server) => {
    expect(parseRepositorySlug(remote, server)).toEqual(slug);
  });

  it('keeps dots in the name', () => {
    expect(parseRepositorySlug('git@git.example:heroku/demo.js.git', SERVER)).toEqual({
      owner: 'heroku',
      repo: 'demo.js',
    });
  });

  it.each([
    ['another host', 'https://other.example/heroku/demo.git'],
    ['a host with the same ending', 'https://evil-git.example/heroku/demo.git'],
    ['a host with the same beginning', 'git@git.example.evil:heroku/demo.git'],
    ['another port', 'https://git.example:8443/heroku/demo.git'],
    ['a name alone', 'https://git.example/demo.git'],
    ['too many parts', 'https://git.example/a/heroku/demo.git'],
    ['a local folder', '/srv/git/heroku/demo.git'],
    ['a file URL', 'file:///srv/heroku/demo.git'],
    ['dots as the name', 'https://git.example/heroku/..'],
    ['an invalid character', 'git@git.example:her$oku/demo.git'],
    ['an empty text', ''],
  ])('%s: undefined', (_name, remote) => {
    expect(parseRepositorySlug(remote, SERVER)).toBeUndefined();
  });

  it('a server that is not a URL: undefined', () => {
    expect(parseRepositorySlug('git@git.example:heroku/demo.git', 'git.example')).toBeUndefined();
  });
});
