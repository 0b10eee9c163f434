import { GitError } from './errors.ts';
import type { GitCommand } from './git-command.ts';

const LINE_FEED = 10;

/**
 * The bytes of a file at a revision, by one `cat-file --batch`, which reads names from its input and so takes nothing for an
 * option. `undefined` when the revision has no such file. Errors: `GIT_UNKNOWN_REVISION`.
 */
export async function readBlob(git: GitCommand, revision: string, path: string): Promise<Buffer | undefined> {
  const chunks: Uint8Array[] = [];
  const input = `${revision}^{tree}\n${revision}:${path}\n`;
  for await (const chunk of git.stream({ command: 'cat-file', args: ['--batch'], input })) chunks.push(chunk);
  const [tree, afterTree] = takeObject(Buffer.concat(chunks));
  if (tree === undefined) {
    throw new GitError('GIT_UNKNOWN_REVISION', `${git.folder} has no commit ${JSON.stringify(revision)}`, {
      hint: 'Check the name. A tag or commit that is only on the remote must be fetched first.',
    });
  }
  const [file] = takeObject(afterTree);
  return file?.type === 'blob' ? file.bytes : undefined;
}

interface BatchObject {
  readonly type: string;
  readonly bytes: Buffer;
}

/** The first answer: `<id> <type> <size>\n<bytes>\n`, or `<name> missing\n` and the like. */
function takeObject(output: Buffer): [BatchObject | undefined, Buffer] {
  const end = output.indexOf(LINE_FEED);
  const header = /^[0-9a-f]{40,64} ([a-z]+) (\d+)$/.exec(output.toString('utf8', 0, end));
  if (header === null) return [undefined, output.subarray(end + 1)];
  const stop = end + 1 + Number(header[2]);
  return [{ type: header[1] ?? '', bytes: output.subarray(end + 1, stop) }, output.subarray(stop + 1)];
}
