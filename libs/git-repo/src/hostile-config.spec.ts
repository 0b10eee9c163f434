import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf, GitWorld } from '../test/git-world.ts';
import type { GitRepository } from './index.ts';

const TOKEN = 'marked-secret-token';
const HEADER = Buffer.from(`x-access-token:${TOKEN}`).toString('base64');
const BRANCH = 'refs/heads/release-v1.2.3';

/** A repository in which a stranger wrote `.git/config`, and a program that leaves a mark when it is started. */
class HostileWorld extends GitWorld {
  readonly program = this.path('program');
  readonly mark = this.path('mark');

  constructor() {
    super();
    this.init();
    this.commit('work', 'two', { '.gitattributes': '* diff=evil filter=evil\n', 'b.txt': 'b\n' });
    this.git('work', 'tag', '-a', 'v1.0.0', '-m', 'v1.0.0');
    this.remoteOf('work');
    this.#write(this.program);
  }

  #write(path: string): void {
    writeFileSync(path, `#!/bin/sh\nenv > '${this.mark}'\necho "$@" >> '${this.mark}'\nexit 1\n`);
    chmodSync(path, 0o755);
  }

  hook(repository: string, name: string): void {
    mkdirSync(this.path(`${repository}/hooks`), { recursive: true });
    this.#write(this.path(`${repository}/hooks/${name}`));
  }

  set(key: string, value: string): void {
    this.git('work', 'config', '--add', key, value);
  }

  partialClone(): void {
    this.git('remote.git', 'config', 'uploadpack.allowFilter', 'true');
    const url = `file://${this.path('remote.git')}`;
    this.git('.', 'clone', '--quiet', '--no-checkout', '--filter=blob:none', url, 'partial');
  }

  /** Runs a line as a person would. */
  shell(repository: string, line: string): void {
    execFileSync('sh', ['-c', line], { cwd: this.path(repository), env: this.env });
  }

  /** Replaces the address of the remote. */
  url(url: string): void {
    this.git('work', 'config', 'remote.origin.url', url);
  }
}

/** The code of an error. */
function codeIn(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : error;
}

/** Every read that the program does, and its answer. */
async function readAll(repository: GitRepository): Promise<unknown[]> {
  const range = { to: 'HEAD' };
  const commits = (await Array.fromAsync(repository.log(range))).map(({ subject }) => subject);
  return [
    commits,
    (await Array.fromAsync(repository.logMessages(range))).flat().length,
    [...(await repository.addedFiles(range, '.github')).keys()],
    await repository.count(range),
    await repository.isShallow(),
    await repository.currentBranch(),
    await repository.isAncestor('HEAD~1', 'HEAD'),
    (await repository.mergeBase('HEAD~1', 'HEAD')) === (await repository.resolve('HEAD~1')),
    await repository.readFile('HEAD', 'b.txt'),
    await repository.filesIn('HEAD', 'docs'),
    (await repository.tagRefs()).map(({ name }) => name),
    (await repository.tags({ mergedInto: 'HEAD' })).map(({ name }) => name),
    (await repository.tree('HEAD')).length,
  ];
}
const ANSWERS = [
  ['two', 'feat: begin'],
  2,
  [],
  2,
  false,
  'main',
  true,
  true,
  'b\n',
  [],
  ['v1.0.0'],
  ['v1.0.0'],
  40,
];

type Plant = (world: HostileWorld) => void;
const sets =
  (key: string, value?: string): Plant =>
  (world) => {
    world.set(key, value ?? world.program);
  };
const all =
  (...plants: readonly Plant[]): Plant =>
  (world) => {
    for (const plant of plants) plant(world);
  };
/** A remote over SSH that nobody serves. */
const ssh: Plant = (world) => {
  world.url('ssh://git@127.0.0.1:9/o/r.git');
};

describe('reading a repository with a hostile configuration', () => {
  it.each<[string, Plant]>([
    ['core.fsmonitor', sets('core.fsmonitor')],
    [
      'core.hooksPath',
      all(
        (world) => {
          world.hook('evil', 'post-index-change');
          world.hook('evil', 'reference-transaction');
        },
        (world) => {
          world.set('core.hooksPath', world.path('evil/hooks'));
        },
      ),
    ],
    [
      'hooks in .git',
      (world) => {
        for (const name of ['post-index-change', 'reference-transaction', 'pre-auto-gc'])
          world.hook('work/.git', name);
      },
    ],
    ['core.pager', sets('core.pager')],
    ['pager.log', all(sets('pager.log'), sets('pager.tag'))],
    ['core.editor', all(sets('core.editor'), sets('sequence.editor'))],
    ['diff.external', sets('diff.external')],
    ['a diff driver', all(sets('diff.evil.command'), sets('diff.evil.textconv'))],
    [
      'a filter',
      all(
        sets('filter.evil.clean'),
        sets('filter.evil.smudge'),
        sets('filter.evil.process'),
        sets('filter.evil.required', 'true'),
      ),
    ],
    [
      'log.showSignature',
      all(sets('log.showSignature', 'true'), sets('gpg.program'), sets('gpg.ssh.program')),
    ],
    [
      'aliases',
      all(
        sets('alias.log', '!touch mark'),
        sets('alias.rev-parse', '!touch mark'),
        sets('alias.cat-file', '!touch mark'),
      ),
    ],
    ['core.sshCommand', all(ssh, sets('core.sshCommand'))],
    ['core.gitProxy', sets('core.gitProxy')],
    ['core.askPass', sets('core.askPass')],
    ['credential.helper', all(sets('credential.helper'), sets('credential.https://github.com.helper'))],
    ['core.alternateRefsCommand', sets('core.alternateRefsCommand')],
    [
      'trace2',
      all(
        (world) => {
          world.set('trace2.eventTarget', world.mark);
        },
        (world) => {
          world.set('trace2.normalTarget', world.mark);
        },
      ),
    ],
    [
      'an included file',
      (world) => {
        writeFileSync(
          world.path('included'),
          `[core]\n\tfsmonitor = ${world.program}\n\tpager = ${world.program}\n`,
        );
        world.set('include.path', world.path('included'));
      },
    ],
    [
      'a file included on a condition',
      (world) => {
        writeFileSync(world.path('included'), `[core]\n\tfsmonitor = ${world.program}\n`);
        world.set(`includeIf.gitdir:${world.path('work')}/.path`, world.path('included'));
      },
    ],
    [
      'a configuration of the work tree',
      (world) => {
        world.set('extensions.worktreeConfig', 'true');
        writeFileSync(world.path('work/.git/config.worktree'), `[core]\n\tfsmonitor = ${world.program}\n`);
      },
    ],
    [
      'format and log settings',
      all(
        sets('format.pretty', 'oneline'),
        sets('log.date', 'raw'),
        sets('log.decorate', 'full'),
        sets('log.follow', 'true'),
        sets('color.ui', 'always'),
        sets('notes.displayRef', '*'),
      ),
    ],
    [
      'grafts',
      (world) => {
        writeFileSync(world.path('work/.git/info/grafts'), `${world.git('work', 'rev-parse', 'HEAD')}\n`);
      },
    ],
    [
      'replaced objects',
      (world) => {
        world.git('work', 'replace', 'HEAD~0', 'HEAD~1');
      },
    ],
  ])('runs nothing and answers rightly: %s', async (_, plant) => {
    using world = new HostileWorld();
    plant(world);
    expect(await readAll(await world.open())).toEqual(ANSWERS);
    expect(existsSync(world.mark)).toBe(false);
    expect(existsSync(world.path('work/mark'))).toBe(false);
  });

  it.each<[string, (world: HostileWorld) => string]>([
    ['a program as the remote', (world) => `ext::sh -c ${world.program}`],
    ['a path', (world) => world.path('remote.git')],
    ['SSH with a command', () => 'ssh://git@127.0.0.1:9/o/r.git'],
  ])('fetches nothing for a missing object of a partial clone: %s', async (_, url) => {
    using world = new HostileWorld();
    world.partialClone();
    for (const [key, value] of Object.entries({
      'remote.origin.uploadpack': world.program,
      'core.sshCommand': world.program,
      'protocol.ext.allow': 'always',
    })) {
      world.git('partial', 'config', key, value);
    }
    world.git('partial', 'config', 'remote.origin.url', url(world));
    const repository = await world.open('partial');
    expect(await codeOf(repository.readFile('HEAD', 'b.txt'))).toBe('GIT_PARTIAL_CLONE');
    expect(await repository.count({ to: 'HEAD' })).toBe(2);
    expect(existsSync(world.mark)).toBe(false);
  });

  it('reads a partial clone after what its hint says', async () => {
    using world = new HostileWorld();
    world.partialClone();
    const repository = await world.open('partial');
    expect(await codeOf(repository.readFile('HEAD', 'b.txt'))).toBe('GIT_PARTIAL_CLONE');
    world.git('partial', 'fetch', '--quiet', '--refetch', '--no-filter');
    expect(await repository.readFile('HEAD', 'b.txt')).toBe('b\n');
  });

  it.each<[string, (world: HostileWorld) => string]>([
    ['a folder elsewhere', (world) => world.path('elsewhere')],
    ['a folder around the repository', (world) => world.root],
    ['a folder inside', (world) => world.path('work/inside')],
  ])('refuses core.worktree: %s', async (_, place) => {
    using world = new HostileWorld();
    for (const name of ['elsewhere', 'work/inside']) mkdirSync(world.path(name));
    world.set('core.worktree', place(world));
    expect(await codeOf(world.open())).not.toBe('no error');
    world.git('work', 'config', '--local', '--unset-all', 'core.worktree');
    expect(await readAll(await world.open())).toEqual(ANSWERS);
  });
});

describe('writing a commit with a hostile configuration', () => {
  const date = '2026-01-01T00:00:00Z';
  const write = async (world: HostileWorld, sign: boolean) => {
    const repository = await world.open();
    const parent = (await repository.resolve('HEAD')) ?? '';
    const files = new Map([['b.txt', 'new\n']]);
    const sha = await repository.commitFiles({ parent, files, message: 'Release', date, sign });
    return await repository.readFile(sha, 'b.txt');
  };

  it.each<[string, Plant, unknown]>([
    ['filters', all(sets('filter.evil.clean'), sets('filter.evil.process')), 'new\n'],
    [
      'hooks',
      (world) => {
        for (const name of ['post-index-change', 'pre-commit', 'commit-msg']) world.hook('work/.git', name);
      },
      'new\n',
    ],
    ['core.fsmonitor', sets('core.fsmonitor'), 'new\n'],
    ['signing that it did not turn on', all(sets('gpg.program'), sets('gpg.x509.program')), 'new\n'],
    ['gpg.program', all(sets('commit.gpgsign', 'true'), sets('gpg.program')), 'GIT_UNSAFE_CONFIG'],
    [
      'gpg.openpgp.program',
      all(sets('commit.gpgsign', 'true'), sets('gpg.openpgp.program')),
      'GIT_UNSAFE_CONFIG',
    ],
    [
      'gpg.ssh.program',
      all(sets('commit.gpgsign', 'true'), sets('gpg.format', 'ssh'), sets('gpg.ssh.program')),
      'GIT_UNSAFE_CONFIG',
    ],
    [
      'gpg.ssh.defaultKeyCommand',
      all(sets('commit.gpgsign', 'true'), sets('gpg.format', 'ssh'), sets('gpg.ssh.defaultKeyCommand')),
      'GIT_UNSAFE_CONFIG',
    ],
  ])('runs nothing: %s', async (_, plant, expected) => {
    using world = new HostileWorld();
    plant(world);
    const answer = await write(world, true).catch(codeIn);
    expect(answer).toBe(expected);
    expect(existsSync(world.mark)).toBe(false);
  });
});

describe('a remote on this machine with a hostile configuration', () => {
  const use = async (world: HostileWorld) => {
    const repository = await world.open();
    const refs = await repository.remoteRefs({ remote: 'origin', patterns: ['refs/heads/*'] });
    await repository.fetch({ remote: 'origin', refs: ['refs/heads/main'] });
    const sha = (await repository.resolve('HEAD')) ?? '';
    await repository.push({ remote: 'origin', refspec: `${sha}:${BRANCH}`, replaces: null });
    return [...refs.keys()];
  };

  it.each<[string, Plant, unknown]>([
    [
      'hooks of the remote',
      (world) => {
        for (const name of [
          'pre-receive',
          'update',
          'post-receive',
          'post-update',
          'reference-transaction',
          'proc-receive',
        ])
          world.hook('remote.git', name);
      },
      ['refs/heads/main'],
    ],
    [
      'hooks of the checkout',
      (world) => {
        for (const name of ['pre-push', 'reference-transaction', 'post-checkout'])
          world.hook('work/.git', name);
      },
      ['refs/heads/main'],
    ],
    [
      'the packing hook of the remote',
      (world) => {
        world.git('remote.git', 'config', 'uploadpack.packObjectsHook', world.program);
      },
      ['refs/heads/main'],
    ],
    ['uploadpack.packObjectsHook', sets('uploadpack.packObjectsHook'), ['refs/heads/main']],
    ['remote.origin.uploadpack', sets('remote.origin.uploadpack'), ['refs/heads/main']],
    ['remote.origin.receivepack', sets('remote.origin.receivepack'), ['refs/heads/main']],
    [
      'core.alternateRefsCommand',
      all(sets('core.alternateRefsCommand'), (world) => {
        world.git('remote.git', 'config', 'core.alternateRefsCommand', world.program);
        const alternates = `${world.path('work/.git/objects')}\n`;
        for (const name of ['remote.git/objects', 'work/.git/objects']) {
          mkdirSync(world.path(`${name}/info`), { recursive: true });
          writeFileSync(
            world.path(`${name}/info/alternates`),
            name.startsWith('work')
              ? `${world.path('remote.git/objects')}\n`
              : alternates.replace('work/.git', 'other'),
          );
        }
      }),
      ['refs/heads/main'],
    ],
    ['push.gpgSign', all(sets('push.gpgSign', 'true'), sets('gpg.program')), ['refs/heads/main']],
    [
      'fetching submodules',
      all(
        sets('fetch.recurseSubmodules', 'true'),
        sets('submodule.recurse', 'true'),
        sets('submodule.x.update', '!touch mark'),
      ),
      ['refs/heads/main'],
    ],
    [
      'maintenance after a fetch',
      all(sets('gc.auto', '1'), sets('maintenance.auto', 'true'), (world) => {
        world.hook('work/.git', 'pre-auto-gc');
      }),
      ['refs/heads/main'],
    ],
    ['remote.origin.vcs', sets('remote.origin.vcs', 'evil'), 'GIT_UNSAFE_CONFIG'],
    [
      'a remote that runs a program',
      all(sets('protocol.ext.allow', 'always'), (world) => {
        world.url(`ext::${world.program} %S`);
      }),
      'GIT_UNSAFE_CONFIG',
    ],
    [
      'insteadOf with a program',
      all(sets('protocol.ext.allow', 'always'), (world) => {
        world.set(`url.ext::${world.program} .insteadOf`, world.path(''));
      }),
      'GIT_UNSAFE_CONFIG',
    ],
    [
      'the git protocol with core.gitProxy',
      all(sets('core.gitProxy'), (world) => {
        world.url('git://127.0.0.1:9/o/r.git');
      }),
      'GIT_UNSAFE_CONFIG',
    ],
    ['core.sshCommand', all(ssh, sets('core.sshCommand')), 'GIT_UNSAFE_CONFIG'],
    [
      'core.sshCommand in an included file',
      all(ssh, (world) => {
        writeFileSync(world.path('included'), `[core]\n\tsshCommand = ${world.program}\n`);
        world.set('include.path', world.path('included'));
      }),
      'GIT_UNSAFE_CONFIG',
    ],
    [
      'core.sshCommand, and an SSH remote by insteadOf',
      all(sets('core.sshCommand'), (world) => {
        world.set('url.ssh://git@127.0.0.1:9/.insteadOf', world.path(''));
      }),
      'GIT_UNSAFE_CONFIG',
    ],
    [
      'core.sshCommand, and an SSH remote by pushInsteadOf',
      all(sets('core.sshCommand'), (world) => {
        world.set('url.ssh://git@127.0.0.1:9/.pushInsteadOf', world.path(''));
      }),
      'GIT_UNSAFE_CONFIG',
    ],
    [
      'core.sshCommand, and a second address for pushing',
      all(sets('core.sshCommand'), (world) => {
        world.set('remote.origin.pushurl', world.path('remote.git'));
        world.set('remote.origin.pushurl', 'ssh://git@127.0.0.1:9/o/r.git');
      }),
      'GIT_UNSAFE_CONFIG',
    ],
    [
      'an option for SSH as the address',
      all((world) => {
        world.url(`ssh://-oProxyCommand=${world.program}/o/r.git`);
      }),
      'GIT_COMMAND_FAILED',
    ],
  ])('runs nothing: %s', async (_, plant, expected) => {
    using world = new HostileWorld();
    plant(world);
    const answer = await use(world).catch(codeIn);
    expect(answer).toEqual(expected);
    expect(existsSync(world.mark)).toBe(false);
    expect(existsSync(world.path('work/mark'))).toBe(false);
  });

  it("uses the person's own SSH command, after what the hint says", async () => {
    using world = new HostileWorld();
    ssh(world);
    world.set('core.sshCommand', world.program);
    const repository = await world.open();
    const ask = repository.remoteRefs({ remote: 'origin', patterns: ['refs/heads/*'] });
    const error = await ask.catch((cause: unknown) => cause as { hint: string });
    const command =
      /: (git config --global .*?)\. Otherwise/.exec('hint' in error ? error.hint : '')?.[1] ?? '';
    world.shell('work', command);
    await repository.remoteRefs({ remote: 'origin', patterns: ['refs/heads/*'] }).catch(() => undefined);
    expect(existsSync(world.mark)).toBe(true);
  });
});

describe('a token and a hostile configuration', () => {
  let server: ReturnType<typeof createServer>;
  let evil: ReturnType<typeof createServer>;
  const seen: Record<'good' | 'evil', string[]> = { good: [], evil: [] };
  const addressOf = (of: typeof server) => `http://127.0.0.1:${(of.address() as AddressInfo).port}`;
  beforeAll(async () => {
    const start = async (name: 'good' | 'evil', status: number) => {
      const made = createServer((request, response) => {
        seen[name].push(`${request.url} ${JSON.stringify(request.headers)}`);
        response.writeHead(status, status === 302 ? { location: `${addressOf(evil)}${request.url}` } : {});
        response.end();
      });
      await new Promise<void>((resolve) => made.listen(0, '127.0.0.1', resolve));
      return made;
    };
    evil = await start('evil', 403);
    server = await start('good', 302);
  });
  afterAll(() => {
    server.close();
    evil.close();
  });

  const evilIs =
    (write: (url: string, good: string) => readonly [string, string]): Plant =>
    (world) => {
      world.set(...write(addressOf(evil), addressOf(server)));
    };

  it.each<[string, Plant, string]>([
    ['nothing', () => undefined, 'GIT_REMOTE_UNREACHABLE'],
    [
      'another address',
      (world) => {
        world.url(`${addressOf(evil)}/o/r.git`);
      },
      'GIT_REMOTE_ELSEWHERE',
    ],
    [
      'an address that begins alike',
      (world) => {
        world.url(`${addressOf(server)}@${addressOf(evil).slice(7)}/o/r.git`);
      },
      'GIT_REMOTE_ELSEWHERE',
    ],
    ['url.insteadOf', evilIs((url, good) => [`url.${url}/.insteadOf`, `${good}/`]), 'GIT_REMOTE_ELSEWHERE'],
    [
      'url.pushInsteadOf',
      evilIs((url, good) => [`url.${url}/.pushInsteadOf`, `${good}/`]),
      'GIT_REMOTE_ELSEWHERE',
    ],
    [
      'remote.origin.pushurl',
      evilIs((url) => ['remote.origin.pushurl', `${url}/o/r.git`]),
      'GIT_REMOTE_ELSEWHERE',
    ],
    ['http.proxy', evilIs((url) => ['http.proxy', url]), 'GIT_UNSAFE_CONFIG'],
    ['http.<url>.proxy', evilIs((url, good) => [`http.${good}/.proxy`, url]), 'GIT_UNSAFE_CONFIG'],
    ['remote.origin.proxy', evilIs((url) => ['remote.origin.proxy', url]), 'GIT_UNSAFE_CONFIG'],
    ['http.followRedirects', sets('http.followRedirects', 'true'), 'GIT_UNSAFE_CONFIG'],
    [
      'http.<url>.followRedirects',
      evilIs((_, good) => [`http.${good}/o/r.git.followRedirects`, 'true']),
      'GIT_UNSAFE_CONFIG',
    ],
    ['http.sslVerify', sets('http.sslVerify', 'false'), 'GIT_UNSAFE_CONFIG'],
    ['http.<url>.sslVerify', sets('http.https://github.com/.sslVerify', 'false'), 'GIT_UNSAFE_CONFIG'],
    ['http.sslCAInfo', sets('http.sslCAInfo'), 'GIT_UNSAFE_CONFIG'],
    ['http.curloptResolve', sets('http.curloptResolve', 'github.com:443:127.0.0.1'), 'GIT_UNSAFE_CONFIG'],
    [
      'http.saveCookies',
      all(sets('http.saveCookies', 'true'), (world) => {
        world.set('http.cookieFile', world.mark);
      }),
      'GIT_UNSAFE_CONFIG',
    ],
    ['credential.helper', sets('credential.helper'), 'GIT_REMOTE_UNREACHABLE'],
    [
      'credential.<url>.helper',
      (world) => {
        world.set(`credential.${addressOf(server)}.helper`, world.program);
      },
      'GIT_REMOTE_UNREACHABLE',
    ],
    ['core.askPass', sets('core.askPass'), 'GIT_REMOTE_UNREACHABLE'],
    [
      'the header of actions/checkout',
      evilIs((_, good) => [`http.${good}/.extraheader`, 'AUTHORIZATION: basic bGVmdA==']),
      'GIT_REMOTE_UNREACHABLE',
    ],
  ])('reaches no one else: %s', async (_, plant, code) => {
    using world = new HostileWorld();
    seen.good.length = 0;
    seen.evil.length = 0;
    world.url(`${addressOf(server)}/o/r.git`);
    plant(world);
    const repository = await world.open();
    const sha = (await repository.resolve('HEAD')) ?? '';
    const remote = { remote: 'origin', token: TOKEN, server: addressOf(server) };
    const codes = [
      await codeOf(repository.remoteRefs({ ...remote, patterns: ['HEAD'] })),
      await codeOf(repository.fetch({ ...remote, refs: ['refs/heads/main'] })),
      await codeOf(repository.push({ ...remote, refspec: `${sha}:${BRANCH}` })),
    ];
    expect(codes).toContain(code);
    expect(codes.filter((other) => other !== code && other !== 'GIT_REMOTE_UNREACHABLE')).toEqual([]);
    expect(seen.evil.join('\n')).not.toContain(HEADER);
    expect(seen.evil).toEqual([]);
    expect(existsSync(world.mark)).toBe(false);
  });

  it.each<[string, Plant]>([
    ['credential.helper', sets('credential.helper')],
    ['core.askPass', sets('core.askPass')],
    ['http.proxy', sets('http.proxy', 'http://127.0.0.1:9')],
  ])('without a token, refuses: %s', async (_, plant) => {
    using world = new HostileWorld();
    world.url(`${addressOf(server)}/o/r.git`);
    plant(world);
    const repository = await world.open();
    expect(await codeOf(repository.remoteRefs({ remote: 'origin', patterns: ['HEAD'] }))).toBe(
      'GIT_UNSAFE_CONFIG',
    );
    expect(existsSync(world.mark)).toBe(false);
  });
});
