import type { Account } from './accounts.ts';
import { BareRepository } from '../git/bare-repository.ts';
import type { GitRef } from '../git/bare-repository.ts';
import type { PullRequest } from './pull-request.ts';
import type { Release } from './release.ts';
import type { Run } from './run.ts';

/** Settings of a repository that affect releases. */
export interface RepositorySettings {
  /** Whether publishing a release freezes its tag and files for good. Default `false`. */
  readonly immutableReleases: boolean;
  /** "Allow GitHub Actions to create and approve pull requests". Default `true`. */
  readonly actionsMayCreatePullRequests: boolean;
  /** Whether draft pull requests are available; not in private repositories of a free plan. Default `true`. */
  readonly draftPullRequests: boolean;
  /** Whether tokens of other repositories are denied access. Default `false`. */
  readonly private: boolean;
  /** Whether artifacts are served with their digest; servers that do not state it serve `null`. Default `true`. */
  readonly artifactDigests: boolean;
  /** Whether assets of releases are served with their digest; older Enterprise Servers serve `null`. Default `true`. */
  readonly assetDigests: boolean;
}

const defaultSettings: RepositorySettings = {
  immutableReleases: false,
  actionsMayCreatePullRequests: true,
  draftPullRequests: true,
  private: false,
  artifactDigests: true,
  assetDigests: true,
};

/** A repository to add. */
export interface RepositorySeed {
  /** `owner/name`. */
  readonly fullName: string;
  /** Default `main`. */
  readonly defaultBranch?: string | undefined;
  /** Path of an existing bare repository. */
  readonly gitDirectory: string;
  /** Default: a new id. */
  readonly id?: number | undefined;
  /** Id of the owner; ignored if the account exists. Default: a new id. */
  readonly ownerId?: number | undefined;
  /** Default: see {@link RepositorySettings}. */
  readonly settings?: Partial<RepositorySettings> | undefined;
  /** `owner/name` of the upstream repository, for a fork. */
  readonly forkOf?: string | undefined;
}

/** A repository: git data on disk, everything else in memory. */
export class Repository {
  /** Id of the repository. */
  readonly id: number;
  /** The organisation or user that owns it. */
  readonly owner: Account;
  /** Name without the owner. */
  readonly name: string;
  /** `owner/name`. */
  readonly fullName: string;
  /** Name of the default branch. */
  readonly defaultBranch: string;
  /** When it was added to the sandbox. */
  readonly createdAtMs: number;
  /** `owner/name` of the upstream repository, for a fork. */
  readonly forkOf: string | undefined;
  /** The bare repository on disk. */
  readonly git: BareRepository;
  /** All pull requests, oldest first. */
  readonly pulls: PullRequest[] = [];
  /** All releases, drafts included, oldest first. */
  readonly releases: Release[] = [];
  /** All runs, oldest first. */
  readonly runs: Run[] = [];
  /** Tag names of immutable releases. They cannot be used again, even after the release is deleted. */
  readonly retiredTagNames = new Set<string>();
  /** Branches and tags for which events were already raised. */
  knownRefs: ReadonlyMap<string, GitRef> = new Map();
  /** Creation times of branches and tags, by ref name. */
  readonly refCreatedAtMs = new Map<string, number>();
  /** Workflow paths by run id, for dispatched runs that were not created yet. */
  readonly reservedRuns = new Map<number, string>();
  /** Id of the release marked as latest, if any. */
  latestReleaseId: number | undefined;
  /** Current settings; see `GitHubSandbox.configure`. */
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

  /** All branches and tags on disk, by ref name. */
  branchesAndTags(): Map<string, GitRef> {
    return new Map(
      [...this.git.refs()].filter(
        ([name]) => name.startsWith('refs/heads/') || name.startsWith('refs/tags/'),
      ),
    );
  }

  /** The branch with this name on disk. */
  branch(name: string): GitRef | undefined {
    return this.git.ref(`refs/heads/${name}`);
  }

  /** The pull request with this number. */
  pull(number: number): PullRequest | undefined {
    return this.pulls.find((pull) => pull.number === number);
  }

  /** The published release of a tag. Ignores drafts. */
  publishedRelease(tagName: string): Release | undefined {
    return this.releases.find((release) => !release.draft && release.tagName === tagName);
  }

  /** GitHub's id of a workflow file; assigned on first use. */
  workflowId(path: string): number {
    const id = this.#workflowIds.get(path) ?? this.id * 100 + this.#workflowIds.size + 1;
    this.#workflowIds.set(path, id);
    return id;
  }
}
