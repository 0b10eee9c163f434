import type { ChangeManagementClient } from '@heroku-release/change-mgmt-client';
import type { GitHubRelease, GitHubRepository, GitHubTag } from '@heroku-release/gh-ops';
import type { Distribution, PypiPublisher } from '@heroku-release/pypi-publisher';
import type { FileStore } from '@heroku-release/release-kit';
import type { TpsClient } from '@heroku-release/tps-client';
import type { ReleasePlan } from '../plan/release-plan.ts';
import type { Settings } from '../settings/schema.ts';
import type { TagOrigin } from './tag-message.ts';

/** What publish works with. */
export interface PublishTools {
  readonly github: GitHubRepository;
  /** `owner/name`. */
  readonly repository: string;
  readonly tps: TpsClient;
  readonly changes: ChangeManagementClient;
  /** Who releases, for the change record. */
  readonly actorEmail: string;
  readonly publisher: PypiPublisher;
  readonly files: FileStore;
  /** An empty folder of this run: the artifact is unpacked there. */
  readonly workFolder: string;
  /** Settings that win over the repository's, as JSON. */
  readonly settingsOverrides?: string | undefined;
  readonly packageWorkflow: string;
}

/** A file of the release on this machine. */
export interface LocalFile {
  readonly name: string;
  readonly path: string;
  readonly size: number;
  readonly sha256: string;
}

/** How far a file is on the index. */
export type IndexState = 'absent' | 'accepted' | 'shown';

/** What publish learns on its way. */
export interface PublishContext {
  readonly tagName: string;
  readonly tag?: GitHubTag;
  readonly settings?: Settings;
  /** Canonical. */
  readonly version?: string;
  /** The release of the tag, and all others that were listed with it. */
  readonly release?: GitHubRelease;
  readonly releases?: readonly GitHubRelease[];
  readonly origin?: TagOrigin;
  readonly plan?: ReleasePlan;
  /** The built files and the plan. */
  readonly localFiles?: readonly LocalFile[];
  readonly distributions?: readonly Distribution[];
  readonly onIndex?: ReadonlyMap<string, IndexState>;
  /** The change record was written by this run and is not noted yet. */
  readonly recorded?: boolean;
}

/** Whether the release is out and its record noted: nothing is left to do. */
export const isOut = (context: PublishContext): boolean => context.release?.draft === false;
