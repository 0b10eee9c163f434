import type { Account } from './accounts.ts';

/** A release, draft or published. */
export interface Release {
  /** Number over all repositories. */
  readonly id: number;
  /** Who created it. */
  readonly author: Account;
  /** When it was created. */
  readonly createdAtMs: number;
  /** Name of the tag, also while the tag is not there yet. */
  tagName: string;
  /** Where the tag is made if it is not there at publication. */
  targetCommitish: string;
  /** Title. */
  name: string | null;
  /** Notes. */
  body: string | null;
  /** Drafts are seen only with push access. */
  draft: boolean;
  /** Never the latest. */
  prerelease: boolean;
  /** Whether publication makes it the latest: `legacy` when its version is the highest. */
  makeLatest: 'true' | 'false' | 'legacy';
  /** Published under the setting that freezes tag and files. */
  immutable: boolean;
  /** When anything last changed. */
  updatedAtMs: number;
  /** When it was published. */
  publishedAtMs: number | null;
  /** The part of a draft's page address that stands in for its tag. */
  readonly untagged: string;
  /** The files, in the order of upload. */
  readonly assets: ReleaseAsset[];
}

/** A file of a release. A `starter` asset is what an upload that broke off leaves behind. */
export interface ReleaseAsset {
  /** Number over all repositories. */
  readonly id: number;
  /** Name as stored, which may differ from the name sent. */
  readonly name: string;
  /** Text shown instead of the name. */
  readonly label: string | null;
  /** Media type given with the upload. */
  readonly contentType: string;
  /** `starter`: the upload broke off. */
  readonly state: 'uploaded' | 'starter';
  /** The content. */
  readonly bytes: Uint8Array;
  /** `sha256:` and the hash; `null` for a broken upload. */
  readonly digest: string | null;
  /** Who uploaded it. */
  readonly uploader: Account;
  /** When it was uploaded. */
  readonly createdAtMs: number;
  /** How often it was downloaded. */
  downloads: number;
}
