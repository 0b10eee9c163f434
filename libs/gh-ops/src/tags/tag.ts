import { z } from 'zod';

/** A tag on GitHub. */
export interface GitHubTag {
  /** Without `refs/tags/`. */
  readonly name: string;
  /** What the ref points at: the tag object of an annotated tag, else the commit. */
  readonly objectSha: string;
  /** The commit, peeled. */
  readonly commitSha: string;
  /** Of an annotated tag. */
  readonly message?: string | undefined;
  readonly annotated: boolean;
}

/** The fields of a tag's ref in a query. Tags of tags are peeled three deep. */
export const TAG_FIELDS = `target {
  __typename oid
  ... on Tag { message target { __typename oid ... on Tag { target { __typename oid ... on Tag { target { __typename oid } } } } } }
}`;

interface Target {
  readonly __typename: string;
  readonly oid: string;
  readonly message?: string | null | undefined;
  readonly target?: Target | undefined;
}

const target: z.ZodType<Target> = z.object({
  __typename: z.string(),
  oid: z.string().regex(/^[0-9a-f]{40}$/),
  message: z.string().nullish(),
  get target() {
    return target.optional();
  },
});

/** The ref of a tag as a query answers it; a tag of something else than a commit is no answer we can use. */
export const queriedTag = z
  .object({ target })
  .refine((ref) => peel(ref.target).__typename === 'Commit', { path: ['target'] });

/** The tag in a query's answer. */
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

function peel(object: Target): Target {
  return object.target === undefined ? object : peel(object.target);
}
