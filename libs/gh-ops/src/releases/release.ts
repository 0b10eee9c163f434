import { z } from 'zod';

/** A file of a release. */
export interface ReleaseAsset {
  readonly id: number;
  /** As GitHub stores it. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** `sha256:<hex>`; absent on servers that do not state it. */
  readonly digest?: string | undefined;
  /** `uploaded` when complete. A broken upload leaves `starter`, which blocks the name until the asset is deleted. */
  readonly state: string;
}

/** A release on GitHub, a draft or a published one. */
export interface GitHubRelease {
  readonly id: number;
  readonly tag: string;
  /** A draft is visible only with write access, and creates no tag. */
  readonly draft: boolean;
  readonly prerelease: boolean;
  /** Whether publication froze its tag and its assets; absent on servers that do not state it. */
  readonly immutable?: boolean | undefined;
  readonly name?: string | undefined;
  /** The notes, with hidden comments. */
  readonly body: string;
  /** The web page. */
  readonly url: string;
  /** A URI template, only for uploads. */
  readonly uploadUrl: string;
  /** ISO 8601; absent for a draft. */
  readonly publishedAt?: string | undefined;
  readonly assets: readonly ReleaseAsset[];
}

/** An asset in a REST response. `state` accepts any text, because GitHub's published schema lacks `starter`. */
export const restAsset = z
  .object({
    id: z.number(),
    name: z.string(),
    size: z.number(),
    digest: z.string().nullish(),
    state: z.string(),
  })
  .transform((asset): ReleaseAsset => ({ ...asset, digest: asset.digest ?? undefined }));

/** A release in a REST response. */
export const restRelease = z
  .object({
    id: z.number(),
    tag_name: z.string(),
    draft: z.boolean(),
    prerelease: z.boolean(),
    immutable: z.boolean().nullish(),
    name: z.string().nullish(),
    body: z.string().nullish(),
    html_url: z.string(),
    upload_url: z.string(),
    published_at: z.string().nullish(),
    assets: z.array(restAsset),
  })
  .transform((release): GitHubRelease => ({
    id: release.id,
    tag: release.tag_name,
    draft: release.draft,
    prerelease: release.prerelease,
    immutable: release.immutable ?? undefined,
    name: release.name ?? undefined,
    body: release.body ?? '',
    url: release.html_url,
    uploadUrl: release.upload_url,
    publishedAt: release.published_at ?? undefined,
    assets: release.assets,
  }));
