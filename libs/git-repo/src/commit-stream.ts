import type { Commit } from './commit.ts';

/** The format that {@link readCommits} takes apart; with `-z` every field ends with NUL. */
export const COMMIT_FORMAT = '%H%x00%P%x00%aI%x00%cI%x00%an%x00%s%x00%b';
const FIELDS = 7;
const NUL = 0;
const NO_PARENTS: readonly string[] = [];

/**
 * Takes `git log -z` apart as it comes: one decoding per chunk, cut at the last NUL, so that no character is split. A batch
 * holds the commits that ended in one chunk.
 */
export async function* readCommits(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Commit[]> {
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
    const whole = ready.length - (ready.length % FIELDS);
    fields = whole === ready.length ? [] : ready.slice(whole);
    if (whole > 0) yield takeCommits(ready, whole);
  }
}

function takeCommits(fields: readonly string[], end: number): Commit[] {
  const commits: Commit[] = [];
  for (let at = 0; at < end; at += FIELDS) {
    const parents = fields[at + 1] ?? '';
    commits.push({
      sha: fields[at] ?? '',
      parents: parents === '' ? NO_PARENTS : parents.split(' '),
      authorDate: fields[at + 2] ?? '',
      committerDate: fields[at + 3] ?? '',
      authorName: fields[at + 4] ?? '',
      subject: fields[at + 5] ?? '',
      body: trimEnd(fields[at + 6] ?? ''),
    });
  }
  return commits;
}

function trimEnd(body: string): string {
  let end = body.length;
  while (end > 0 && body.charCodeAt(end - 1) === 10) end -= 1;
  return end === body.length ? body : body.slice(0, end);
}
