import type { GitCommand } from './git-command.ts';
import type { Tag } from './tag.ts';
import { type RawObject, readTagObject } from './tag-object.ts';

const LINE_FEED = 10;

/** Some files of one commit, and some tags. */
export interface Snapshot {
  /** The commit they were read from. */
  readonly sha: string;
  /** The texts by path, byte for byte UTF-8; `undefined` for what the commit does not have as a file. */
  readonly files: ReadonlyMap<string, string | undefined>;
  /** Those of the paths that are folders there. */
  readonly folders: ReadonlySet<string>;
  /** The tags that were asked for, by name, but for those that are not there and those that only `tags` can read. */
  readonly tags: ReadonlyMap<string, Tag>;
}

/**
 * Reads files of a commit, and tags, by one `cat-file --batch`, which takes names from its input and so nothing for an option. `undefined` when
 * there is no such commit.
 */
export async function readSnapshot(
  git: GitCommand,
  revision: string,
  paths: readonly string[],
  tagRefs: readonly string[],
): Promise<Snapshot | undefined> {
  const names = [`${revision}^{commit}`, ...paths.map((path) => `${revision}:${path}`), ...tagRefs];
  const chunks: Uint8Array[] = [];
  const call = { command: 'cat-file', args: ['--batch'], input: `${names.join('\n')}\n` };
  for await (const chunk of git.stream(call)) chunks.push(chunk);
  const [commit, ...objects] = takeObjects(Buffer.concat(chunks), names.length);
  if (commit === undefined) return undefined;
  const textAt = (at: number) =>
    objects[at]?.type === 'blob' ? objects[at].bytes.toString('utf8') : undefined;
  return {
    sha: commit.id,
    files: new Map(paths.map((path, at) => [path, textAt(at)])),
    folders: new Set(paths.filter((_, at) => objects[at]?.type === 'tree')),
    tags: new Map(
      tagRefs.flatMap((ref, at) => {
        const object = objects[paths.length + at];
        const name = ref.slice(TAGS.length);
        const tag = object === undefined ? undefined : readTagObject(name, object);
        return tag === undefined ? [] : [[name, tag] as const];
      }),
    ),
  };
}

/** Where the references of tags are. */
export const TAGS = 'refs/tags/';

function takeObjects(output: Buffer, count: number): (RawObject | undefined)[] {
  const objects: (RawObject | undefined)[] = [];
  for (let rest = output; objects.length < count;) {
    const [object, after] = takeObject(rest);
    objects.push(object);
    rest = after;
  }
  return objects;
}

/** The first answer: `<id> <type> <size>\n<bytes>\n`, or `<name> missing\n` and the like. */
function takeObject(output: Buffer): [RawObject | undefined, Buffer] {
  const end = output.indexOf(LINE_FEED);
  const header = /^([0-9a-f]{40,64}) ([a-z]+) (\d+)$/.exec(output.toString('utf8', 0, end));
  if (header === null) return [undefined, output.subarray(end + 1)];
  const [, id = '', type = '', size] = header;
  const stop = end + 1 + Number(size);
  return [{ id, type, bytes: output.subarray(end + 1, stop) }, output.subarray(stop + 1)];
}
