import { z } from 'zod';
import { checkedPath } from './arguments.ts';
import type { GitHubConnection } from './connection.ts';
import { sha } from './schemas.ts';

/** Texts of files by path; `undefined` for a file that does not exist at the commit, or is binary. */
export type FileTexts = ReadonlyMap<string, string | undefined>;

/** The parts of a query that read files at a commit: one alias and one variable for each path. */
export interface FileSelection {
  readonly paths: readonly string[];
  /** Such as `, $path0: String!`. */
  readonly parameters: string;
  readonly fields: string;
  readonly variables: Readonly<Record<string, string>>;
}

/** Selects the texts of files at a commit. Pure. */
export function selectFiles(paths: readonly string[]): FileSelection {
  const unique = [...new Set(paths.map(checkedPath))];
  return {
    paths: unique,
    parameters: unique.map((_, index) => `, $path${index}: String!`).join(''),
    fields: unique
      .map(
        (_, index) =>
          `file${index}: file(path: $path${index}) { object { ... on Blob { oid text isTruncated } } }`,
      )
      .join('\n'),
    variables: Object.fromEntries(unique.map((path, index) => [`path${index}`, path])),
  };
}

// A folder or a submodule has none of the fields of a blob.
const blob = z.object({ oid: z.string(), text: z.string().nullish(), isTruncated: z.boolean() });
const entry = z.object({ object: z.union([blob, z.strictObject({})]).nullish() }).nullish();

/** A commit in the data of a query, with the files of a selection among its other fields. */
export const commitWithFiles = z.looseObject({ oid: sha });

/** The texts in the data of a query. GitHub truncates long files; each of them costs one more request. */
export async function readTexts(
  github: GitHubConnection,
  selection: FileSelection,
  commit: Readonly<Record<string, unknown>>,
): Promise<FileTexts> {
  const texts = new Map<string, string | undefined>();
  for (const [index, path] of selection.paths.entries()) {
    const object = github.parse(entry, commit[`file${index}`], github.operation(`read ${path}`))?.object;
    const file = object != null && 'oid' in object ? object : undefined;
    texts.set(
      path,
      file?.isTruncated === true ? await readBlob(github, file.oid, path) : (file?.text ?? undefined),
    );
  }
  return texts;
}

async function readBlob(github: GitHubConnection, oid: string, path: string): Promise<string> {
  const { content } = await github.read({
    action: `read ${path}`,
    expect: [200],
    schema: z.object({ content: z.string(), encoding: z.literal('base64') }),
    send: (octokit, at) => octokit.rest.git.getBlob({ ...at, file_sha: oid }),
  });
  return Buffer.from(content, 'base64').toString('utf8');
}
