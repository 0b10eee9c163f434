import type { ChangelogSection } from '@heroku-release/changelog';
import type { PullRequest } from '@heroku-release/gh-ops';
import type { GitRepository, RemoteRef } from '@heroku-release/git-repo';
import type { GitHubRepository } from '@heroku-release/gh-ops';
import type { Version } from '@heroku-release/versioning';
import type { Settings } from '../settings/schema.ts';
import type { ProjectVersion } from '../version-source/project-version.ts';
import type { IntentFiles } from '../history/read-intent-files.ts';
import type { DraftBump } from './bump-request.ts';

/** What a draft was asked for. */
export interface DraftRequest {
  readonly bump: DraftBump;
  /** The version whose changes come before; default: the last release. */
  readonly previous?: Version;
  /** The branch the release belongs to; default: the branch that is checked out. */
  readonly base?: string;
}

/** Who the draft works with. */
export interface DraftTools {
  readonly git: GitRepository;
  readonly github: GitHubRepository;
  /** `owner/name`. */
  readonly repository: string;
  /** Address of the project's pages, for links in the changelog. */
  readonly repositoryUrl: string;
  /** Opens the remote over HTTP; absent when the remote needs none or git has its own. */
  readonly token?: string;
  readonly remote: string;
}

/** The state of the checkout and of the remote it is compared with. */
export interface BaseBranch {
  readonly branch: string;
  /** The remote's tip, which is also the local one. */
  readonly sha: string;
  readonly refs: ReadonlyMap<string, RemoteRef>;
  /** The version in the tree, with the file that holds it. */
  readonly project: ProjectVersion;
  /** Texts of the files that the setting `version-files` names. */
  readonly repeated: ReadonlyMap<string, string | undefined>;
  readonly changelog: string | undefined;
  /** What the tree states, else the newest version tag it reaches; undefined before the first of those. */
  readonly current: Version | undefined;
  /** `.changeset/*.md`: listed in the changelog, and taken out by the release. */
  readonly intents: IntentFiles;
}

/** What is to be released. */
export interface DraftTarget {
  readonly version: string;
  readonly tag: string;
  readonly branch: string;
  /** The last release's tag, absent for the first release. */
  readonly previousTag?: string;
}

/** What a draft learns on its way. */
export interface DraftContext {
  readonly request: DraftRequest;
  readonly settings: Settings;
  readonly base?: BaseBranch;
  readonly target?: DraftTarget;
  readonly section?: ChangelogSection;
  readonly branchSha?: string;
  readonly pullRequest?: PullRequest;
}
