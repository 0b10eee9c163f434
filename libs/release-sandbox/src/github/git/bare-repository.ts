import { execaSync } from 'execa';
import { gitEnvironment } from './environment.ts';
import { parseCommit, parseTag } from './objects.ts';
import type { GitCommit, GitPerson, GitTag } from './objects.ts';

/** A ref of a repository. */
export interface GitRef {
  /** Full name, such as `refs/tags/v1.0.0`. */
  readonly name: string;
  /** SHA of the object that the ref points to; for an annotated tag, the tag object. */
  readonly sha: string;
  /** Type of that object. */
  readonly type: 'commit' | 'tag' | 'tree' | 'blob';
  /** SHA of the commit behind an annotated tag; absent for other refs. */
  readonly peeled?: string | undefined;
}

/** Input of a git command besides its arguments. */
interface GitInput {
  /** Standard input. Default: none. */
  readonly input?: string | Uint8Array | undefined;
  /** Additional environment variables. */
  readonly env?: Readonly<Record<string, string>> | undefined;
}

/**
 * Reads and writes a bare repository on disk with git's plumbing commands. Calls are synchronous, so a request never sees the unfinished
 * work of another request.
 */
export class BareRepository {
  /** Path of the repository. */
  readonly directory: string;
  readonly #commits = new Map<string, GitCommit>();
  /** Output of commands that cannot change, because every revision in them is a full SHA. */
  readonly #cache = new Map<string, string>();

  constructor(directory: string) {
    this.directory = directory;
  }

  /** Runs git. Returns `undefined` if it fails. */
  try(args: readonly string[], options: GitInput = {}): string | undefined {
    const result = this.#run(args, options);
    return result.exitCode === 0 ? result.stdout : undefined;
  }

  /** Runs git. Throws if it fails. */
  git(args: readonly string[], options: GitInput = {}): string {
    const result = this.#run(args, options);
    if (result.exitCode === 0) return result.stdout;
    throw new Error(`git ${args.join(' ')} in ${this.directory}: ${result.stderr}`);
  }

  /** All refs under a prefix such as `refs/heads/`, by name. */
  refs(prefix = 'refs/'): Map<string, GitRef> {
    const text = this.git([
      'for-each-ref',
      '--format=%(refname) %(objectname) %(objecttype) %(*objectname)',
      prefix,
    ]);
    const refs = new Map<string, GitRef>();
    for (const line of text.split('\n').filter((each) => each !== '')) {
      const [name = '', sha = '', type = '', peeled = ''] = line.split(' ');
      refs.set(name, { name, sha, type: type as GitRef['type'], peeled: peeled === '' ? undefined : peeled });
    }
    return refs;
  }

  /** Commit dates in seconds since the epoch, by ref name. */
  commitDates(prefix: string): Map<string, number> {
    const format = '--format=%(refname) %(committerdate:unix)%(*committerdate:unix)';
    const lines = this.git(['for-each-ref', format, prefix]).split('\n');
    return new Map(
      lines
        .filter((line) => line !== '')
        .map((line): [string, number] => [line.split(' ')[0] ?? '', Number(line.split(' ')[1] ?? 0)]),
    );
  }

  /** The ref with exactly this name. */
  ref(name: string): GitRef | undefined {
    return this.refs(name).get(name);
  }

  /** The object of a revision such as `main:README.md`. */
  object(revision: string): Pick<GitRef, 'sha' | 'type'> | undefined {
    const answer = this.#tryCached(['cat-file', '--batch-check'], [revision.replace(/\^\{commit\}$/, '')], {
      input: `${revision}\n`,
    })?.trim();
    const [sha, type] = answer?.split(' ') ?? [];
    if (sha === undefined || type === undefined || !['commit', 'tag', 'tree', 'blob'].includes(type))
      return undefined;
    return { sha, type: type as GitRef['type'] };
  }

  /** SHA of the commit of a revision; tags are dereferenced. */
  resolve(revision: string): string | undefined {
    const found = this.object(`${revision}^{commit}`);
    return found?.sha;
  }

  /** Reads a commit by its full SHA; throws if it does not exist. */
  commit(sha: string): GitCommit {
    const known = this.#commits.get(sha);
    if (known !== undefined) return known;
    const commit = parseCommit(sha, this.git(['cat-file', 'commit', sha]));
    this.#commits.set(sha, commit);
    return commit;
  }

  /** Reads an annotated tag object by its full SHA; throws if it does not exist. */
  tag(sha: string): GitTag {
    return parseTag(sha, this.git(['cat-file', 'tag', sha]));
  }

  /** Text of a blob; `undefined` if the revision is not a blob. */
  text(revision: string): string | undefined {
    return this.object(revision)?.type === 'blob' ? this.git(['cat-file', 'blob', revision]) : undefined;
  }

  /** Blob SHAs of the files below a folder at a revision, by path. */
  files(revision: string, folder: string, env?: Readonly<Record<string, string>>): Map<string, string> {
    const text =
      this.#tryCached(['ls-tree', '-r', '-z', revision, '--', `${folder}/`], [revision], { env }) ?? '';
    const files = new Map<string, string>();
    for (const entry of text.split('\0').filter((each) => each !== '')) {
      const [meta = '', path = ''] = entry.split('\t');
      files.set(path, meta.split(' ')[2] ?? '');
    }
    return files;
  }

  /** Commits of a range in the order of `git rev-list`: newest first. */
  commits(...range: readonly string[]): string[] {
    const revisions = range.filter((each) => !each.startsWith('-')).map((each) => each.replace('^', ''));
    return (this.#tryCached(['rev-list', '--topo-order', ...range], revisions) ?? '')
      .split('\n')
      .filter((line) => line !== '');
  }

  /** Output of `git diff --shortstat` from the merge base of two commits to the second. */
  shortstat(base: string, head: string): string {
    return this.#tryCached(['diff', '--shortstat', `${base}...${head}`], [base, head]) ?? '';
  }

  /** Whether a commit is reachable from another; a commit is its own ancestor. */
  isAncestor(ancestor: string, descendant: string): boolean {
    return (
      this.#tryCached(['merge-base', '--is-ancestor', ancestor, descendant], [ancestor, descendant]) !==
      undefined
    );
  }

  /** Creates or moves a ref. Fails if it does not point to `old`; 40 zeros require that the ref does not exist. Returns whether it succeeded. */
  updateRef(name: string, sha: string, old?: string): boolean {
    return this.try(['update-ref', name, sha, ...(old === undefined ? [] : [old])]) !== undefined;
  }

  /** Deletes a ref. Raises no event; see `GitHubSandbox.syncRefs`. */
  deleteRef(name: string): void {
    this.git(['update-ref', '-d', name]);
  }

  /** Writes a commit and returns its SHA. */
  writeCommit(commit: {
    readonly tree: string;
    readonly parents: readonly string[];
    readonly message: string;
    readonly author: GitPerson;
    readonly committer: GitPerson;
  }): string {
    const { author, committer } = commit;
    return this.git(['commit-tree', commit.tree, ...commit.parents.flatMap((parent) => ['-p', parent])], {
      input: commit.message,
      env: {
        GIT_AUTHOR_NAME: author.name,
        GIT_AUTHOR_EMAIL: author.email,
        GIT_AUTHOR_DATE: `@${Math.floor(author.atMs / 1000)} +0000`,
        GIT_COMMITTER_NAME: committer.name,
        GIT_COMMITTER_EMAIL: committer.email,
        GIT_COMMITTER_DATE: `@${Math.floor(committer.atMs / 1000)} +0000`,
      },
    }).trim();
  }

  /** Writes an annotated tag object, without a ref, and returns its SHA. */
  writeTag(tag: {
    readonly name: string;
    readonly object: string;
    readonly type: string;
    readonly message: string;
    readonly tagger: GitPerson;
  }): string {
    const { tagger } = tag;
    const text =
      `object ${tag.object}\ntype ${tag.type}\ntag ${tag.name}\n` +
      `tagger ${tagger.name} <${tagger.email}> ${Math.floor(tagger.atMs / 1000)} +0000\n\n${tag.message}`;
    return this.git(['hash-object', '-t', 'tag', '-w', '--stdin'], { input: text }).trim();
  }

  /** SHA of the merged tree of two commits; `undefined` if they conflict. */
  mergeTree(ours: string, theirs: string): string | undefined {
    return this.#tryCached(
      ['merge-tree', '--write-tree', '--no-messages', ours, theirs],
      [ours, theirs],
    )?.split('\n')[0];
  }

  /** Like `try`, but caches output that can never change. Failures are not cached. */
  #tryCached(
    args: readonly string[],
    revisions: readonly string[],
    options: GitInput = {},
  ): string | undefined {
    const isFixed = options.env === undefined && revisions.every((each) => /^[0-9a-f]{40}$/.test(each));
    if (!isFixed) return this.try(args, options);
    const key = JSON.stringify([...args, options.input]);
    const known = this.#cache.get(key);
    if (known !== undefined) return known;
    const answer = this.try(args, options);
    if (answer !== undefined && !answer.endsWith(' missing\n')) this.#cache.set(key, answer);
    return answer;
  }

  #run(args: readonly string[], options: GitInput) {
    return execaSync('git', [`--git-dir=${this.directory}`, ...args], {
      reject: false,
      stripFinalNewline: false,
      env: { ...gitEnvironment, ...options.env },
      input: options.input ?? '',
    });
  }
}
