import type { Commit, CommitMessage } from './commit.ts';
import { GitError } from './errors.ts';

/** How git prints a commit, and how that is read; with `-z` every field ends with NUL. */
export interface CommitForm<Shape> {
  readonly format: string;
  /** How many fields one commit has. */
  readonly fields: number;
  /** Makes the commit whose first field is at `at`; `next` is the id of the commit that follows, where it is known already. */
  readonly take: (fields: readonly string[], at: number, next: string | undefined) => Shape;
}

/** All that a {@link Commit} has. */
export const WHOLE_COMMIT: CommitForm<Commit> = {
  format: '%H%x00%P%x00%s%x00%b%x00%aI%x00%cI%x00%an',
  fields: 7,
  take: (fields, at, next) => ({
    ...MESSAGE_ONLY.take(fields, at, next),
    authorDate: fields[at + 4] ?? '',
    committerDate: fields[at + 5] ?? '',
    authorName: fields[at + 6] ?? '',
  }),
};

/** What tells the story; without the dates and names git is done sooner, and there is a quarter less to read. */
export const MESSAGE_ONLY: CommitForm<CommitMessage> = {
  format: '%H%x00%P%x00%s%x00%b',
  fields: 4,
  take: (fields, at, next) => ({
    sha: fields[at] ?? '',
    parents: parentsOf(fields[at + 1] ?? '', next),
    subject: fields[at + 2] ?? '',
    body: trimEnd(fields[at + 3] ?? ''),
  }),
};

const NUL = 0;
const NO_PARENTS: readonly string[] = [];
/** git writes 4 KiB at a time; what a pipe holds is taken apart together. */
const ENOUGH = 0x1_0000;

/**
 * Takes `git log -z` apart as it comes, some 64 KiB at a time: one decoding for them, cut at the last NUL, so that no character is
 * split. A batch holds the commits that ended in them.
 */
export async function* readCommits<Shape>(
  chunks: AsyncIterable<Uint8Array>,
  form: CommitForm<Shape>,
): AsyncGenerator<Shape[]> {
  let fields: string[] = [];
  for await (const text of readFields(chunks)) {
    const ready = fields.length === 0 ? text : [...fields, ...text];
    const whole = ready.length - (ready.length % form.fields);
    fields = whole === ready.length ? [] : ready.slice(whole);
    if (whole > 0) yield takeCommits(ready, whole, form);
  }
  if (fields.length > 0) throw cutOff();
}

/** The fields that end in so many chunks; each ends with NUL. */
async function* readFields(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string[]> {
  let open: Uint8Array[] = [];
  let size = 0;
  let ends = false;
  for await (const chunk of chunks) {
    open.push(chunk);
    size += chunk.length;
    ends ||= chunk.includes(NUL);
    if (size < ENOUGH || !ends) continue;
    const bytes = Buffer.concat(open, size);
    const end = bytes.lastIndexOf(NUL);
    yield fieldsOf(bytes, end);
    open = [bytes.subarray(end + 1)];
    size = bytes.length - end - 1;
    ends = false;
  }
  if (size === 0) return;
  const bytes = Buffer.concat(open, size);
  if (bytes.at(-1) !== NUL) throw cutOff();
  yield fieldsOf(bytes, size - 1);
}

/** git ends well and yet not all is there. */
function cutOff(): GitError {
  return new GitError('GIT_COMMAND_FAILED', 'git log ended in the middle of a commit', {
    hint: 'Run the command again; if it happens twice, check the repository with: git fsck',
  });
}

function fieldsOf(bytes: Buffer, end: number): string[] {
  return bytes.toString('utf8', 0, end).split('\0');
}

function takeCommits<Shape>(fields: readonly string[], end: number, form: CommitForm<Shape>): Shape[] {
  const commits: Shape[] = [];
  for (let at = 0; at < end; at += form.fields) {
    commits.push(form.take(fields, at, fields[at + form.fields]));
  }
  return commits;
}

/** The parent of most commits is the commit that follows. Both then share one string, which later is compared and hashed at a glance. */
function parentsOf(field: string, next: string | undefined): readonly string[] {
  if (field === next) return [next];
  return field === '' ? NO_PARENTS : field.includes(' ') ? field.split(' ') : [field];
}

function trimEnd(body: string): string {
  let end = body.length;
  while (end > 0 && body.charCodeAt(end - 1) === 10) end -= 1;
  return end === body.length ? body : body.slice(0, end);
}
