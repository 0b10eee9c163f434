import { z } from 'zod';
import type { FileSelection, FileTexts } from '../connection/file-texts.ts';
import { type GitHubTag, queriedTag, TAG_FIELDS } from './tag.ts';

/** A tag, and texts of files at its commit. */
export interface TagWithFiles {
  readonly tag: GitHubTag;
  readonly files: FileTexts;
}

/** The query for a {@link TagWithFiles}. Pure. */
export const tagWithFilesQuery = (files: FileSelection): string => `query FindTagWithFiles(
  $owner: String!, $name: String!, $ref: String!${files.parameters}
) {
  repository(owner: $owner, name: $name) {
    ref(qualifiedName: $ref) {
      ${TAG_FIELDS}
      commit: target { ... on Commit { oid ${files.fields} } ... on Tag { target { ... on Commit { oid ${files.fields} } } } }
    }
  }
}`;

const holder = z.looseObject({ target: z.looseObject({}).optional() });

/** The shape of {@link tagWithFilesQuery}'s data. */
export const tagWithFilesData = z.object({
  ref: z.intersection(queriedTag, z.object({ commit: holder })).nullable(),
});

/** The commit with the files, directly under the ref or under its tag object. Pure. */
export function commitOf({ commit }: { commit: z.infer<typeof holder> }): Readonly<Record<string, unknown>> {
  return 'oid' in commit ? commit : (commit.target ?? {});
}
