import type { Account } from './accounts.ts';

/** A release, draft or published. */
export interface Release {
  /** Id, unique across repositories. */
  readonly id: number;
  /** The account that created it. */
  readonly author: Account;
  /** When it was created. */
  readonly createdAtMs: number;
  /** Name of the tag, which may not exist yet. */
  tagName: string;
  /** Branch or commit for the tag, if the tag does not exist at publication. */
  targetCommitish: string;
  /** Title. */
  name: string | null;
  /** Release notes. */
  body: string | null;
  /** Only tokens with push access see drafts. */
  draft: boolean;
  /** A prerelease is never the latest release. */
  prerelease: boolean;
  /** Whether publication makes it the latest release. `legacy`: only if its version is the highest. */
  makeLatest: 'true' | 'false' | 'legacy';
  /** Whether tag and files are frozen, by the repository's setting at publication. */
  immutable: boolean;
  /** When anything last changed. */
  updatedAtMs: number;
  /** When it was published. */
  publishedAtMs: number | null;
  /** Replaces the tag in the URLs of a draft. */
  readonly untagged: string;
  /** Files in the order of upload. */
  readonly assets: ReleaseAsset[];
}

/** A file of a release. An interrupted upload leaves a `starter` asset behind. */
export interface ReleaseAsset {
  /** Id, unique across repositories. */
  readonly id: number;
  /** Stored name, which may differ from the one in the request. */
  readonly name: string;
  /** Display text instead of the name. */
  readonly label: string | null;
  /** Media type from the upload request. */
  readonly contentType: string;
  /** `starter`: the upload was interrupted. */
  readonly state: 'uploaded' | 'starter';
  /** The content. */
  readonly bytes: Uint8Array;
  /** `sha256:` and the hash; `null` for an interrupted upload. */
  readonly digest: string | null;
  /** The account that uploaded it. */
  readonly uploader: Account;
  /** When it was uploaded. */
  readonly createdAtMs: number;
  /** Number of downloads. */
  downloads: number;
}
