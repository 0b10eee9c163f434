import { z } from 'zod';

/** A release as a query describes it, without its assets. */
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

/** The shape of {@link RELEASE_FIELDS} in the data of a query. */
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
  .transform((release): ReleaseSummary => ({
    id: release.databaseId ?? undefined,
    tag: release.tagName,
    draft: release.isDraft,
    prerelease: release.isPrerelease,
    publishedAt: release.publishedAt ?? undefined,
    url: release.url,
    body: release.description ?? '',
  }));
