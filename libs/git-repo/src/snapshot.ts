import type { GitCommand } from './git-command.ts';
import { type Tag, TAGS } from './tag.ts';
import { type RawObject, readTagObject } from './tag-object.ts';

const LINE_FEED = 10;

/** Selected files of one commit, and selected tags. */
export interface Snapshot {
  /** The commit that the files were read from. */
  readonly sha: string;
  /** Texts by path, byte for byte UTF-8; `undefined` for a path that is not a file in this commit. */
  readonly files: ReadonlyMap<string, string | undefined>;
  /** The requested paths that are folders. */
  readonly folders: ReadonlySet<string>;
  /** The requested tags by name, except those that do not exist and those that only `tags` can read. */
  readonly tags: ReadonlyMap<string, Tag>;
}

/**
 * Reads files of a commit, and tags, with one `cat-file --batch`; it reads the names from its input, so none can be taken for an option.
 * `undefined` when there is no such commit.
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
  const [commit, ...objects] = parseObjects(Buffer.concat(chunks), names.length);
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

function parseObjects(output: Buffer, count: number): (RawObject | undefined)[] {
  const objects: (RawObject | undefined)[] = [];
  for (let rest = output; objects.length < count;) {
    const [object, after] = parseObject(rest);
    objects.push(object);
    rest = after;
  }
  return objects;
}

/** Parses the first object, `<id> <type> <size>\n<bytes>\n`, or a line such as `<name> missing\n`, and returns the rest. */
function parseObject(output: Buffer): [RawObject | undefined, Buffer] {
  const end = output.indexOf(LINE_FEED);
  const header = /^([0-9a-f]{40,64}) ([a-z]+) (\d+)$/.exec(output.toString('utf8', 0, end));
  if (header === null) return [undefined, output.subarray(end + 1)];
  const [, id = '', type = '', size] = header;
  const stop = end + 1 + Number(size);
  return [{ id, type, bytes: output.subarray(end + 1, stop) }, output.subarray(stop + 1)];
}
