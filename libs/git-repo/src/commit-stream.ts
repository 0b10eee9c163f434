import type { Commit, CommitMessage } from './commit.ts';
import { GitError } from './errors.ts';

/** A `git log` format and its parser; with `-z` every field ends with NUL. */
export interface CommitFormat<Shape> {
  /** For `git log --format`. */
  readonly pretty: string;
  /** The number of fields per commit. */
  readonly fields: number;
  /** Builds the commit whose first field is at `at`; `next` is the id of the following commit, if it has been read already. */
  readonly build: (fields: readonly string[], at: number, next: string | undefined) => Shape;
}

/** Every field of a {@link Commit}. */
export const FULL_COMMIT: CommitFormat<Commit> = {
  pretty: '%H%x00%P%x00%s%x00%b%x00%aI%x00%cI%x00%an',
  fields: 7,
  build: (fields, at, next) => ({
    ...MESSAGE_ONLY.build(fields, at, next),
    authorDate: fields[at + 4] ?? '',
    committerDate: fields[at + 5] ?? '',
    authorName: fields[at + 6] ?? '',
  }),
};

/** Without dates and names, git is faster and prints a quarter less. */
export const MESSAGE_ONLY: CommitFormat<CommitMessage> = {
  pretty: '%H%x00%P%x00%s%x00%b',
  fields: 4,
  build: (fields, at, next) => ({
    sha: fields[at] ?? '',
    parents: parentsOf(fields[at + 1] ?? '', next),
    subject: fields[at + 2] ?? '',
    body: trimEnd(fields[at + 3] ?? ''),
  }),
};

const NUL = 0;
const NO_PARENTS: readonly string[] = [];
/** git writes 4 KiB at a time; as much as a pipe holds, 64 KiB, is decoded together. */
const BATCH_BYTES = 0x1_0000;

/**
 * Parses the output of `git log -z` as it arrives, in blocks of about 64 KiB. Each block is cut at its last NUL and decoded at once, so that
 * no character is split. A batch contains the commits that end in one block.
 */
export async function* readCommits<Shape>(
  chunks: AsyncIterable<Uint8Array>,
  format: CommitFormat<Shape>,
): AsyncGenerator<Shape[]> {
  let fields: string[] = [];
  for await (const block of readFields(chunks)) {
    const ready = fields.length === 0 ? block : [...fields, ...block];
    const whole = ready.length - (ready.length % format.fields);
    fields = whole === ready.length ? [] : ready.slice(whole);
    if (whole > 0) yield buildCommits(ready, whole, format);
  }
  if (fields.length > 0) throw truncatedLog();
}

/** Yields the fields that are complete in each block. */
async function* readFields(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string[]> {
  let open: Uint8Array[] = [];
  let size = 0;
  let hasEnd = false;
  for await (const chunk of chunks) {
    open.push(chunk);
    size += chunk.length;
    hasEnd ||= chunk.includes(NUL);
    if (size < BATCH_BYTES || !hasEnd) continue;
    const bytes = Buffer.concat(open, size);
    const end = bytes.lastIndexOf(NUL);
    yield fieldsOf(bytes, end);
    open = [bytes.subarray(end + 1)];
    size = bytes.length - end - 1;
    hasEnd = false;
  }
  if (size === 0) return;
  const bytes = Buffer.concat(open, size);
  if (bytes.at(-1) !== NUL) throw truncatedLog();
  yield fieldsOf(bytes, size - 1);
}

/** The error for a log that is incomplete although git exited with 0. */
function truncatedLog(): GitError {
  return new GitError('GIT_COMMAND_FAILED', 'git log ended in the middle of a commit', {
    hint: 'Run the command again; if it happens twice, check the repository with: git fsck',
  });
}

function fieldsOf(bytes: Buffer, end: number): string[] {
  return bytes.toString('utf8', 0, end).split('\0');
}

function buildCommits<Shape>(fields: readonly string[], end: number, format: CommitFormat<Shape>): Shape[] {
  const commits: Shape[] = [];
  for (let at = 0; at < end; at += format.fields) {
    commits.push(format.build(fields, at, fields[at + format.fields]));
  }
  return commits;
}

/** The parent of most commits is the next commit. Sharing one string for both makes later comparison and hashing fast. */
function parentsOf(field: string, next: string | undefined): readonly string[] {
  if (field === next) return [next];
  return field === '' ? NO_PARENTS : field.includes(' ') ? field.split(' ') : [field];
}

function trimEnd(body: string): string {
  let end = body.length;
  while (end > 0 && body.charCodeAt(end - 1) === 10) end -= 1;
  return end === body.length ? body : body.slice(0, end);
}
