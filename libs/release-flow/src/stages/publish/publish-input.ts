import type { ChangeManagementClient } from '@heroku-release/change-mgmt-client';
import type { GitHubRepository } from '@heroku-release/gh-ops';
import type { PypiPublisher } from '@heroku-release/pypi-publisher';
import type { Env } from '@heroku-release/release-history';
import type { FileStore } from '@heroku-release/release-kit';
import type { TpsClient } from '@heroku-release/tps-client';

/** Clients of TPS, with the credentials that only writing needs. */
export interface ChangeManagement {
  readonly locks: TpsClient;
  readonly records: ChangeManagementClient;
  /** The releaser's address, for the change record. */
  readonly actorEmail: string;
}

/** Clients and folders of publish. */
export interface PublishServices {
  readonly github: GitHubRepository;
  /** `owner/name`. */
  readonly repository: string;
  /** Called only to write; a dry run needs no credentials of TPS. */
  readonly changeManagement: () => ChangeManagement;
  readonly publisher: PypiPublisher;
  readonly files: FileStore;
  /** An empty folder of this run, for the downloaded files. */
  readonly workFolder: string;
  /** May hold settings that override the repository's. */
  readonly env: Env;
  /** File of the workflow that packages, such as `package.yml`. */
  readonly packageWorkflow: string;
}

/** Input of the publish stage. */
export interface PublishInput {
  readonly services: PublishServices;
  readonly tagName: string;
}
