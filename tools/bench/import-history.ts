import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';

/** One commit of a history that is to be made. Marks count from 1. */
export interface MadeCommit {
  readonly mark: number;
  readonly parents: readonly number[];
  readonly message: string;
  readonly author: string;
  /** Seconds. */
  readonly time: number;
}

/** A tag of a history that is to be made. */
export interface MadeTag {
  readonly name: string;
  readonly mark: number;
  readonly time: number;
}

/** Makes a bare repository by one `git fast-import`. Each commit changes the same small file. */
export async function importHistory(
  folder: string,
  commits: Iterable<MadeCommit>,
  tags: Iterable<MadeTag>,
): Promise<void> {
  execFileSync('git', ['init', '--quiet', '--bare', '--initial-branch=main', folder]);
  const git = spawn('git', ['-C', folder, 'fast-import', '--quiet', '--done'], {
    stdio: ['pipe', 'inherit', 'inherit'],
  });
  const closed = once(git, 'close');
  let waiting: string[] = [];
  const flush = async () => {
    const more = git.stdin.write(waiting.join(''));
    waiting = [];
    if (!more) await once(git.stdin, 'drain');
  };
  let last = 0;
  for (const commit of commits) {
    last = commit.mark;
    waiting.push(commitText(commit));
    if (waiting.length >= 1000) await flush();
  }
  for (const tag of tags) waiting.push(tagText(tag));
  waiting.push(
    `reset refs/heads/main\nfrom :${last}\n\nreset refs/heads/build\nfrom ${'0'.repeat(40)}\n\ndone\n`,
  );
  await flush();
  git.stdin.end();
  const [code] = (await closed) as [number | null];
  if (code !== 0) throw new Error(`git fast-import ended with ${String(code)}`);
  // As a clone has them.
  execFileSync('git', ['-C', folder, 'pack-refs', '--all']);
}

function commitText({ mark, parents, message, author, time }: MadeCommit): string {
  const who = `${author} <${author.replaceAll(' ', '.')}@example.invalid> ${time} +0000`;
  const [first, ...others] = parents;
  const from = first === undefined ? '' : `from :${first}\n`;
  const merges = others.map((parent) => `merge :${parent}\n`).join('');
  const file = `${mark}\n`;
  return [
    `reset refs/heads/build\ncommit refs/heads/build\nmark :${mark}\nauthor ${who}\ncommitter ${who}\n`,
    `data ${Buffer.byteLength(message)}\n${message}\n`,
    `${from}${merges}M 100644 inline n\ndata ${file.length}\n${file}\n`,
  ].join('');
}

function tagText({ name, mark, time }: MadeTag): string {
  const message = `Release ${name}\n`;
  return `tag ${name}\nfrom :${mark}\ntagger Ada Example <ada@example.invalid> ${time} +0000\ndata ${message.length}\n${message}\n`;
}
