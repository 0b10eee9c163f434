import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';

/** One commit of a generated history. Marks start at 1. */
export interface GeneratedCommit {
  readonly mark: number;
  readonly parents: readonly number[];
  readonly message: string;
  readonly author: string;
  /** Seconds. */
  readonly time: number;
}

/** A tag of a generated history. */
export interface GeneratedTag {
  readonly name: string;
  readonly mark: number;
  readonly time: number;
}

/** A generated history. */
export interface GeneratedHistory {
  readonly commits: readonly GeneratedCommit[];
  readonly tags: readonly GeneratedTag[];
}

/** Creates a bare repository with one `git fast-import`. Each commit changes the same small file. */
export async function importHistory(
  folder: string,
  commits: Iterable<GeneratedCommit>,
  tags: Iterable<GeneratedTag>,
): Promise<void> {
  execFileSync('git', ['init', '--quiet', '--bare', '--initial-branch=main', folder]);
  const git = spawn('git', ['-C', folder, 'fast-import', '--quiet', '--done'], {
    stdio: ['pipe', 'inherit', 'inherit'],
  });
  const closed = once(git, 'close');
  let pending: string[] = [];
  const flush = async () => {
    const more = git.stdin.write(pending.join(''));
    pending = [];
    if (!more) await once(git.stdin, 'drain');
  };
  let last = 0;
  for (const commit of commits) {
    last = commit.mark;
    pending.push(commitText(commit));
    if (pending.length >= 1000) await flush();
  }
  for (const tag of tags) pending.push(tagText(tag));
  pending.push(
    `reset refs/heads/main\nfrom :${last}\n\nreset refs/heads/build\nfrom ${'0'.repeat(40)}\n\ndone\n`,
  );
  await flush();
  git.stdin.end();
  const [code] = (await closed) as [number | null];
  if (code !== 0) throw new Error(`git fast-import ended with ${String(code)}`);
  // A clone has packed refs too.
  execFileSync('git', ['-C', folder, 'pack-refs', '--all']);
}

function commitText({ mark, parents, message, author, time }: GeneratedCommit): string {
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

function tagText({ name, mark, time }: GeneratedTag): string {
  const message = `Release ${name}\n`;
  return `tag ${name}\nfrom :${mark}\ntagger Ada Example <ada@example.invalid> ${time} +0000\ndata ${message.length}\n${message}\n`;
}
