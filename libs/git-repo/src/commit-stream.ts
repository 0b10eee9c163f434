import type { Commit, CommitMessage } from './commit.ts';

/** How git prints a commit, and how that is read; with `-z` every field ends with NUL. */
export interface CommitForm<Shape> {
  readonly format: string;
  /** How many fields one commit has. */
  readonly fields: number;
  /** Makes the commit whose first field is at `at`. */
  readonly take: (fields: readonly string[], at: number) => Shape;
}

/** All that a {@link Commit} has. */
export const WHOLE_COMMIT: CommitForm<Commit> = {
  format: '%H%x00%P%x00%s%x00%b%x00%aI%x00%cI%x00%an',
  fields: 7,
  take: (fields, at) => ({
    ...MESSAGE_ONLY.take(fields, at),
    authorDate: fields[at + 4] ?? '',
    committerDate: fields[at + 5] ?? '',
    authorName: fields[at + 6] ?? '',
  }),
};

/** What tells the story; without the dates and names git is done sooner, and there is a quarter less to read. */
export const MESSAGE_ONLY: CommitForm<CommitMessage> = {
  format: '%H%x00%P%x00%s%x00%b',
  fields: 4,
  take: (fields, at) => {
    const parents = fields[at + 1] ?? '';
    return {
      sha: fields[at] ?? '',
      parents: parents === '' ? NO_PARENTS : parents.includes(' ') ? parents.split(' ') : [parents],
      subject: fields[at + 2] ?? '',
      body: trimEnd(fields[at + 3] ?? ''),
    };
  },
};

const NUL = 0;
const NO_PARENTS: readonly string[] = [];

/**
 * Takes `git log -z` apart as it comes: one decoding per chunk, cut at the last NUL, so that no character is split. A batch
 * holds the commits that ended in one chunk.
 */
export async function* readCommits<Shape>(
  chunks: AsyncIterable<Uint8Array>,
  form: CommitForm<Shape>,
): AsyncGenerator<Shape[]> {
  let open: Uint8Array[] = [];
  let fields: string[] = [];
  for await (const chunk of chunks) {
    const end = chunk.lastIndexOf(NUL);
    if (end < 0) {
      open.push(chunk);
      continue;
    }
    const complete = chunk.subarray(0, end);
    const bytes = open.length === 0 ? complete : Buffer.concat([...open, complete]);
    open = end + 1 < chunk.length ? [chunk.subarray(end + 1)] : [];
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8').split('\0');
    const ready = fields.length === 0 ? text : [...fields, ...text];
    const whole = ready.length - (ready.length % form.fields);
    fields = whole === ready.length ? [] : ready.slice(whole);
    if (whole > 0) yield takeCommits(ready, whole, form);
  }
}

function takeCommits<Shape>(fields: readonly string[], end: number, form: CommitForm<Shape>): Shape[] {
  const commits: Shape[] = [];
  for (let at = 0; at < end; at += form.fields) commits.push(form.take(fields, at));
  return commits;
}

function trimEnd(body: string): string {
  let end = body.length;
  while (end > 0 && body.charCodeAt(end - 1) === 10) end -= 1;
  return end === body.length ? body : body.slice(0, end);
}
