import type { Account } from './accounts.ts';
import { BareRepository } from '../git/bare-repository.ts';
import type { GitRef } from '../git/bare-repository.ts';
import type { PullRequest } from './pull-request.ts';
import type { Release } from './release.ts';
import type { Run } from './run.ts';

/** Settings of a repository that decide releases. */
export interface RepositorySettings {
  /** Publishing a release freezes its tag and files for good. Default `false`. */
  readonly immutableReleases: boolean;
  /** "Allow GitHub Actions to create and approve pull requests". Default `true`. */
  readonly actionsMayCreatePullRequests: boolean;
  /** `false` as in private repositories of a free plan. Default `true`. */
  readonly draftPullRequests: boolean;
  /** Hidden from tokens of other repositories. Default `false`. */
  readonly private: boolean;
}

export const defaultSettings: RepositorySettings = {
  immutableReleases: false,
  actionsMayCreatePullRequests: true,
  draftPullRequests: true,
  private: false,
};

/** A repository to add. */
export interface RepositorySeed {
  /** `owner/name`. */
  readonly fullName: string;
  /** Default `main`. */
  readonly defaultBranch?: string;
  /** An existing bare repository on disk. */
  readonly gitDirectory: string;
  /** Default: a new number. */
  readonly id?: number;
  /** Number of the owner, where the owner is new. Default: a new number. */
  readonly ownerId?: number;
  /** Default: see the settings. */
  readonly settings?: Partial<RepositorySettings>;
  /** `owner/name` of the repository this is a fork of. */
  readonly forkOf?: string;
}

/** One repository: git on disk, all else in memory. */
export class Repository {
  /** Number that never changes. */
  readonly id: number;
  /** Organisation or user that owns it. */
  readonly owner: Account;
  /** Name without the owner. */
  readonly name: string;
  /** `owner/name`. */
  readonly fullName: string;
  /** Name of the default branch. */
  readonly defaultBranch: string;
  /** When it was added to the sandbox. */
  readonly createdAtMs: number;
  /** `owner/name` of the repository this is a fork of. */
  readonly forkOf: string | undefined;
  /** The repository on disk. */
  readonly git: BareRepository;
  /** All pull requests, oldest first. */
  readonly pulls: PullRequest[] = [];
  /** All releases, drafts included, oldest first. */
  readonly releases: Release[] = [];
  /** All runs, oldest first. */
  readonly runs: Run[] = [];
  /** Tag names that an immutable release used up. */
  readonly burntTags = new Set<string>();
  /** The branches and tags that events were raised for. */
  knownRefs: ReadonlyMap<string, GitRef> = new Map();
  /** When a branch or tag was made, by ref name. */
  readonly refMadeAtMs = new Map<string, number>();
  /** Paths of workflows by the run ids that dispatches gave out and nobody has created yet. */
  readonly reservedRuns = new Map<number, string>();
  /** The release that is "latest"; `undefined` where none is. */
  latestReleaseId: number | undefined;
  /** Present settings; see `GitHubSide.configure`. */
  settings: RepositorySettings;
  readonly #workflowIds = new Map<string, number>();

  constructor(seed: RepositorySeed, owner: Account, id: number, nowMs: number) {
    this.id = id;
    this.owner = owner;
    this.fullName = seed.fullName;
    this.name = seed.fullName.split('/')[1] ?? '';
    this.defaultBranch = seed.defaultBranch ?? 'main';
    this.createdAtMs = nowMs;
    this.forkOf = seed.forkOf;
    this.git = new BareRepository(seed.gitDirectory);
    this.settings = { ...defaultSettings, ...seed.settings };
  }

  /** Branches and tags as they are on disk. */
  branchesAndTags(): Map<string, GitRef> {
    return new Map(
      [...this.git.refs()].filter(
        ([name]) => name.startsWith('refs/heads/') || name.startsWith('refs/tags/'),
      ),
    );
  }

  /** The branch of this name as it is on disk. */
  branch(name: string): GitRef | undefined {
    return this.git.ref(`refs/heads/${name}`);
  }

  /** The pull request of this number. */
  pull(number: number): PullRequest | undefined {
    return this.pulls.find((pull) => pull.number === number);
  }

  /** The published release of a tag; drafts do not count. */
  publishedRelease(tagName: string): Release | undefined {
    return this.releases.find((release) => !release.draft && release.tagName === tagName);
  }

  /** GitHub numbers workflows by file. */
  workflowId(path: string): number {
    const id = this.#workflowIds.get(path) ?? this.id * 100 + this.#workflowIds.size + 1;
    this.#workflowIds.set(path, id);
    return id;
  }
}
