import { z } from 'zod';
import { checkedPath } from './arguments.ts';
import type { GitHubConnection } from './connection.ts';
import { sha } from './schemas.ts';

/** Texts of files by path; `undefined` for a file that does not exist at the commit, or is binary. */
export type FileTexts = ReadonlyMap<string, string | undefined>;

/** Git object ids of files by path; `undefined` for a file that does not exist at the commit. */
export type FileIds = ReadonlyMap<string, string | undefined>;

/** The parts of a query that read files at a commit: one alias and one variable for each path. */
export interface FileSelection {
  /** The alias of each path. */
  readonly aliases: ReadonlyMap<string, string>;
  /** Such as `, $path0: String!`. */
  readonly parameters: string;
  /** Ids and texts. */
  readonly fields: string;
  /** Ids alone. */
  readonly idFields: string;
  readonly variables: Readonly<Record<string, string>>;
}

/** Selects files at a commit. A second selection in the same query needs a prefix. Pure. */
export function selectFiles(paths: readonly string[], prefix = ''): FileSelection {
  const files = [...new Set(paths.map(checkedPath))].map((path, index) => ({
    path,
    alias: `${prefix}file${index}`,
    variable: `${prefix}path${index}`,
  }));
  const fieldsWith = (rest: string) =>
    files.map(({ alias, variable }) => `${alias}: file(path: $${variable}) { oid ${rest}}`).join('\n');
  return {
    aliases: new Map(files.map(({ path, alias }) => [path, alias])),
    parameters: files.map(({ variable }) => `, $${variable}: String!`).join(''),
    fields: fieldsWith('object { ... on Blob { oid text isTruncated } } '),
    idFields: fieldsWith(''),
    variables: Object.fromEntries(files.map(({ path, variable }) => [variable, path])),
  };
}

// A folder or a submodule has none of the fields of a blob.
const blob = z.object({ oid: z.string(), text: z.string().nullish(), isTruncated: z.boolean() });
const entry = z.object({ object: z.union([blob, z.strictObject({})]).nullish() }).nullish();
const entryId = z.object({ oid: sha }).nullish();

/** A commit in the data of a query, with the files of a selection among its other fields. */
export const commitWithFiles = z.looseObject({ oid: sha });

/** The texts in the data of a query. GitHub truncates long files; each of them costs one more request. */
export async function readTexts(
  github: GitHubConnection,
  selection: FileSelection,
  commit: Readonly<Record<string, unknown>>,
): Promise<FileTexts> {
  const texts = new Map<string, string | undefined>();
  for (const [path, alias] of selection.aliases) {
    const object = github.parse(entry, commit[alias], github.operation(`read ${path}`))?.object;
    const file = object != null && 'oid' in object ? object : undefined;
    texts.set(
      path,
      file?.isTruncated === true ? await readBlob(github, file.oid, path) : (file?.text ?? undefined),
    );
  }
  return texts;
}

/** The object ids in the data of a query. */
export function readIds(
  github: GitHubConnection,
  selection: FileSelection,
  commit: Readonly<Record<string, unknown>>,
): FileIds {
  return new Map(
    [...selection.aliases].map(([path, alias]) => [
      path,
      github.parse(entryId, commit[alias], github.operation(`read ${path}`))?.oid,
    ]),
  );
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
