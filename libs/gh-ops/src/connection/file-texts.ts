import { z } from 'zod';
import type { GitHubConnection } from './connection.ts';
import { checkedPath } from './arguments.ts';

/** Texts of files by path; `undefined` for one that does not exist there. */
export type FileTexts = ReadonlyMap<string, string | undefined>;

/** The parts of a query that read files at a commit: one alias and one variable for each path. */
export interface FileSelection {
  readonly paths: readonly string[];
  /** Such as `, $path0: String!`. */
  readonly parameters: string;
  readonly fields: string;
  readonly variables: Readonly<Record<string, string>>;
}

/** Selects the text of files on a commit. */
export function selectFiles(paths: readonly string[]): FileSelection {
  const known = [...new Set(paths.map(checkedPath))];
  return {
    paths: known,
    parameters: known.map((_, index) => `, $path${index}: String!`).join(''),
    fields: known
      .map(
        (_, index) =>
          `file${index}: file(path: $path${index}) { object { ... on Blob { oid text isTruncated } } }`,
      )
      .join('\n'),
    variables: Object.fromEntries(known.map((path, index) => [`path${index}`, path])),
  };
}

// Anything but a file (a folder, a submodule) answers none of the fields.
const blob = z.object({ oid: z.string(), text: z.string().nullish(), isTruncated: z.boolean() });
const entry = z.object({ object: z.union([blob, z.strictObject({})]).nullish() }).nullish();

/** A commit with the files of a selection, whatever else it holds. */
export const commitWithFiles = z.looseObject({ oid: z.string().regex(/^[0-9a-f]{40}$/) });

/**
 * The texts in a query's answer. GitHub cuts long files short; those are read whole, one request each. Binary files have no
 * text.
 */
export async function textsOf(
  github: GitHubConnection,
  selection: FileSelection,
  commit: Readonly<Record<string, unknown>>,
): Promise<FileTexts> {
  const texts = new Map<string, string | undefined>();
  for (const [index, path] of selection.paths.entries()) {
    const doing = github.doing(`read ${path}`, false);
    const object = github.parsed(entry, commit[`file${index}`], doing)?.object;
    const seen = object != null && 'oid' in object ? object : undefined;
    texts.set(
      path,
      seen?.isTruncated === true ? await wholeBlob(github, seen.oid, path) : (seen?.text ?? undefined),
    );
  }
  return texts;
}

async function wholeBlob(github: GitHubConnection, oid: string, path: string): Promise<string> {
  const { content } = await github.read({
    what: `read ${path}`,
    expect: [200],
    answers: z.object({ content: z.string(), encoding: z.literal('base64') }),
    send: (octokit, at) => octokit.rest.git.getBlob({ ...at, file_sha: oid }),
  });
  return Buffer.from(content, 'base64').toString('utf8');
}
