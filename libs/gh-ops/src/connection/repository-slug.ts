/** The owner and name of a repository on one server. */
export interface RepositorySlug {
  readonly owner: string;
  readonly repo: string;
}

const SCP_LIKE = /^(?:[^@/:]+@)?([^/:@]+):(?!\/\/)\/?(.*)$/;

/**
 * Reads owner and name from the address of a git remote on the server, in the forms `https://`, `ssh://`, `git://` and `git@host:`,
 * with or without `.git`, user and (for ssh) port. Returns `undefined` for anything else. Pure.
 *
 * @param remoteUrl such as `git@github.example:heroku/demo.git`
 * @param serverUrl such as `https://github.example`
 */
export function parseRepositorySlug(remoteUrl: string, serverUrl: string): RepositorySlug | undefined {
  const server = URL.canParse(serverUrl) ? new URL(serverUrl) : undefined;
  if (server === undefined) return undefined;
  const path = pathUnder(remoteUrl.trim(), server);
  const match = /^\/*([A-Za-z0-9][A-Za-z0-9_-]*)\/([A-Za-z0-9._-]+?)(?:\.git)?\/*$/.exec(path ?? '');
  const [, owner, repo] = match ?? [];
  if (owner === undefined || repo === undefined || repo === '.' || repo === '..') return undefined;
  return { owner, repo };
}

function pathUnder(remote: string, server: URL): string | undefined {
  const scp = /^[a-z][a-z0-9+.-]*:\/\//i.test(remote) ? null : SCP_LIKE.exec(remote);
  if (scp !== null) return sameHost(scp[1] ?? '', server) ? scp[2] : undefined;
  if (!URL.canParse(remote)) return undefined;
  const url = new URL(remote);
  if (url.protocol === 'http:' || url.protocol === 'https:') {
    const base = server.pathname.replace(/\/+$/, '');
    const below = url.host === server.host && url.pathname.startsWith(`${base}/`);
    return below ? url.pathname.slice(base.length) : undefined;
  }
  const git = ['ssh:', 'git+ssh:', 'git:'].includes(url.protocol);
  return git && sameHost(url.hostname, server) ? url.pathname : undefined;
}

/** `ssh.HOST` is the same server on the https port, for networks that block port 22. */
function sameHost(host: string, server: URL): boolean {
  return [server.hostname, `ssh.${server.hostname}`].includes(host.toLowerCase());
}
