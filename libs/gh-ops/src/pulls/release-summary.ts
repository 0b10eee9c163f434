import { z } from 'zod';

/** A release as the query sees it. */
export interface ReleaseSummary {
  readonly id?: number | undefined;
  readonly tag: string;
  readonly draft: boolean;
  readonly prerelease: boolean;
  /** ISO 8601; absent for a draft. */
  readonly publishedAt?: string | undefined;
  readonly url: string;
  /** The notes, with hidden comments. */
  readonly body: string;
}

/** The fields of a release in a query. */
export const RELEASE_FIELDS = 'databaseId tagName isDraft isPrerelease publishedAt url description';

/** What {@link RELEASE_FIELDS} answer. */
export const queriedRelease = z
  .object({
    databaseId: z.number().nullish(),
    tagName: z.string(),
    isDraft: z.boolean(),
    isPrerelease: z.boolean(),
    publishedAt: z.string().nullish(),
    url: z.string(),
    description: z.string().nullish(),
  })
  .transform((seen): ReleaseSummary => ({
    id: seen.databaseId ?? undefined,
    tag: seen.tagName,
    draft: seen.isDraft,
    prerelease: seen.isPrerelease,
    publishedAt: seen.publishedAt ?? undefined,
    url: seen.url,
    body: seen.description ?? '',
  }));
