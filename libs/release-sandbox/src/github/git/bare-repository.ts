import { execaSync } from 'execa';
import { gitEnvironment } from './environment.ts';
import { parseCommit, parseTag } from './objects.ts';
import type { GitCommit, GitPerson, GitTag } from './objects.ts';

/** A ref of the repository. `peeled` is the commit behind an annotated tag. */
export interface GitRef {
  /** Full name, such as `refs/tags/v1.0.0`. */
  readonly name: string;
  /** What the ref holds: for an annotated tag, the tag object. */
  readonly sha: string;
  /** Kind of the object that the ref holds. */
  readonly type: 'commit' | 'tag' | 'tree' | 'blob';
  /** The commit behind an annotated tag; absent for other refs. */
  readonly peeled?: string;
}

/** What goes into a git command beside its arguments. */
export interface GitInput {
  /** Standard input. Default: none. */
  readonly input?: string | Uint8Array;
  /** More environment variables. */
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * A bare repository on disk through git's plumbing. Calls are synchronous, so that one request of the sandbox never sees the half-done
 * work of another.
 */
export class BareRepository {
  /** The bare repository on disk. */
  readonly directory: string;
  readonly #commits = new Map<string, GitCommit>();
  /** Answers that cannot change, because every revision in the question is a full SHA. */
  readonly #settled = new Map<string, string>();

  constructor(directory: string) {
    this.directory = directory;
  }

  /** Runs git; `undefined` where it ends with an error. */
  try(args: readonly string[], options: GitInput = {}): string | undefined {
    const result = this.#run(args, options);
    return result.exitCode === 0 ? result.stdout : undefined;
  }

  /** Runs git; throws where it ends with an error. */
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
      refs.set(name, { name, sha, type: type as GitRef['type'], ...(peeled === '' ? {} : { peeled }) });
    }
    return refs;
  }

  /** Seconds since the epoch of the commit that each ref leads to, by ref name. */
  commitDates(prefix: string): Map<string, number> {
    const format = '--format=%(refname) %(committerdate:unix)%(*committerdate:unix)';
    const lines = this.git(['for-each-ref', format, prefix]).split('\n');
    return new Map(
      lines
        .filter((line) => line !== '')
        .map((line): [string, number] => [line.split(' ')[0] ?? '', Number(line.split(' ')[1] ?? 0)]),
    );
  }

  /** The ref of exactly this name. */
  ref(name: string): GitRef | undefined {
    return this.refs(name).get(name);
  }

  /** The object a revision names, such as `main:README.md`. */
  object(revision: string): Pick<GitRef, 'sha' | 'type'> | undefined {
    const answer = this.#settle(['cat-file', '--batch-check'], [revision.replace(/\^\{commit\}$/, '')], {
      input: `${revision}\n`,
    })?.trim();
    const [sha, type] = answer?.split(' ') ?? [];
    if (sha === undefined || type === undefined || !['commit', 'tag', 'tree', 'blob'].includes(type))
      return undefined;
    return { sha, type: type as GitRef['type'] };
  }

  /** The commit a revision leads to. */
  resolve(revision: string): string | undefined {
    const found = this.object(`${revision}^{commit}`);
    return found?.sha;
  }

  /** Reads a commit by its full SHA; throws where there is none. */
  commit(sha: string): GitCommit {
    const known = this.#commits.get(sha);
    if (known !== undefined) return known;
    const commit = parseCommit(sha, this.git(['cat-file', 'commit', sha]));
    this.#commits.set(sha, commit);
    return commit;
  }

  /** Reads an annotated tag object by its full SHA; throws where there is none. */
  tag(sha: string): GitTag {
    return parseTag(sha, this.git(['cat-file', 'tag', sha]));
  }

  /** Text of the blob, or `undefined` where the revision names none. */
  text(revision: string): string | undefined {
    return this.object(revision)?.type === 'blob' ? this.git(['cat-file', 'blob', revision]) : undefined;
  }

  /** Path to blob of every file below a folder at a revision. */
  files(revision: string, folder: string, env?: Readonly<Record<string, string>>): Map<string, string> {
    const options = env === undefined ? {} : { env };
    const text =
      this.#settle(['ls-tree', '-r', '-z', revision, '--', `${folder}/`], [revision], options) ?? '';
    const files = new Map<string, string>();
    for (const entry of text.split('\0').filter((each) => each !== '')) {
      const [meta = '', path = ''] = entry.split('\t');
      files.set(path, meta.split(' ')[2] ?? '');
    }
    return files;
  }

  /** Commits of a range in `git rev-list`'s order: newest first. */
  commits(...range: readonly string[]): string[] {
    const revisions = range.filter((each) => !each.startsWith('-')).map((each) => each.replace('^', ''));
    return (this.#settle(['rev-list', '--topo-order', ...range], revisions) ?? '')
      .split('\n')
      .filter((line) => line !== '');
  }

  /** The counts of `git diff --shortstat` from where two commits parted to the second. */
  shortstat(base: string, head: string): string {
    return this.#settle(['diff', '--shortstat', `${base}...${head}`], [base, head]) ?? '';
  }

  /** Whether a commit is reachable from another; a commit is its own ancestor. */
  isAncestor(ancestor: string, descendant: string): boolean {
    return (
      this.#settle(['merge-base', '--is-ancestor', ancestor, descendant], [ancestor, descendant]) !==
      undefined
    );
  }

  /** Moves or makes a ref. `old` guards the move; pass 40 zeros to demand that the ref is new. */
  updateRef(name: string, sha: string, old?: string): boolean {
    return this.try(['update-ref', name, sha, ...(old === undefined ? [] : [old])]) !== undefined;
  }

  /** Deletes a ref. Raises no event; see `GitHubSide.syncRefs`. */
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

  /** Tree of the merge of two commits, or `undefined` where they conflict. */
  mergeTree(ours: string, theirs: string): string | undefined {
    return this.#settle(['merge-tree', '--write-tree', '--no-messages', ours, theirs], [ours, theirs])?.split(
      '\n',
    )[0];
  }

  /** Like `try`, but asks git only once where the answer stays true for ever. Only answers are kept, no failures. */
  #settle(args: readonly string[], revisions: readonly string[], options: GitInput = {}): string | undefined {
    const settles = options.env === undefined && revisions.every((each) => /^[0-9a-f]{40}$/.test(each));
    if (!settles) return this.try(args, options);
    const question = JSON.stringify([...args, options.input]);
    const known = this.#settled.get(question);
    if (known !== undefined) return known;
    const answer = this.try(args, options);
    if (answer !== undefined && !answer.endsWith(' missing\n')) this.#settled.set(question, answer);
    return answer;
  }

  #run(args: readonly string[], options: GitInput) {
    return execaSync('git', [`--git-dir=${this.directory}`, ...args], {
      reject: false,
      stripFinalNewline: false,
      env: { ...gitEnvironment, ...options.env },
      ...(options.input === undefined ? {} : { input: options.input }),
    });
  }
}
