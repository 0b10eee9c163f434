import { z } from 'zod';
import { sha } from '../connection/schemas.ts';

/** A tag on GitHub. */
export interface GitHubTag {
  /** Without `refs/tags/`. */
  readonly name: string;
  /** The object the ref points at: the tag object of an annotated tag, else the commit. */
  readonly objectSha: string;
  /** The commit, peeled. */
  readonly commitSha: string;
  /** Of an annotated tag. */
  readonly message?: string | undefined;
  readonly annotated: boolean;
}

/** The fields of a tag's ref in a query. Tags of tags are peeled three levels deep. */
export const TAG_FIELDS = `target {
  __typename oid
  ... on Tag { message target { __typename oid ... on Tag { target { __typename oid ... on Tag { target { __typename oid } } } } } }
}`;

/** The object a ref or a tag object points at. */
export interface TagTarget {
  readonly __typename: string;
  readonly oid: string;
  readonly message?: string | null | undefined;
  readonly target?: TagTarget | undefined;
}

const target: z.ZodType<TagTarget> = z.object({
  __typename: z.string(),
  oid: sha,
  message: z.string().nullish(),
  get target() {
    return target.optional();
  },
});

/** The shape of {@link TAG_FIELDS} in the data of a query. Only a tag of a commit is valid. */
export const queriedTag = z
  .object({ target })
  .refine((ref) => peel(ref.target).__typename === 'Commit', { path: ['target'] });

/** The tag in the data of a query. Pure. */
export function tagFromQuery(name: string, ref: z.infer<typeof queriedTag>): GitHubTag {
  const annotated = ref.target.__typename === 'Tag';
  return {
    name,
    objectSha: ref.target.oid,
    commitSha: peel(ref.target).oid,
    message: annotated ? (ref.target.message ?? undefined) : undefined,
    annotated,
  };
}

function peel(object: TagTarget): TagTarget {
  return object.target === undefined ? object : peel(object.target);
}
