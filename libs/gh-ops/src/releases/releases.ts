import { z } from 'zod';
import { checkedAssetName, checkedId, checkedRefName } from '../connection/arguments.ts';
import type { GitHubConnection } from '../connection/connection.ts';
import { definedValues } from '../connection/defined-values.ts';
import { download, type Download, type DownloadOptions } from '../connection/download.ts';
import type { PullRequest } from '../pulls/pull-request.ts';
import { AssetUpload, type NewAsset } from './asset-upload.ts';
import { type GitHubRelease, type ReleaseAsset, restRelease } from './release.ts';
import { readPage, type ReleasesInFlight, type ReleasesInFlightFilter } from './releases-in-flight.ts';

/** Whether publication makes a release the latest one; with `legacy` GitHub decides by date and version. */
export type MakeLatest = boolean | 'legacy';

/** A draft release to create. */
export interface NewRelease {
  /** An existing tag: GitHub would silently create a missing one at the tip of the default branch. */
  readonly tag: string;
  readonly name: string;
  /** Markdown. */
  readonly body: string;
  /** Default `false`. */
  readonly prerelease?: boolean | undefined;
  /** Default: that of GitHub, which is `true` on publication. */
  readonly makeLatest?: MakeLatest | undefined;
}

/** Changes to a release. */
export interface ReleaseChanges {
  /** `false` publishes. */
  readonly draft?: boolean | undefined;
  readonly name?: string | undefined;
  readonly body?: string | undefined;
  readonly prerelease?: boolean | undefined;
  /** To be sent with a publication: without it the release becomes the latest one. */
  readonly makeLatest?: MakeLatest | undefined;
}

/** The releases of a repository and their assets. */
export class Releases {
  readonly #github: GitHubConnection;

  constructor(github: GitHubConnection) {
    this.#github = github;
  }

  /**
   * Finds open and merged pull requests and the newest releases, to decide whether a release is in flight. One query for each
   * hundred open pull requests.
   */
  async findInFlight({ baseBranch, branchPrefix = '' }: ReleasesInFlightFilter): Promise<ReleasesInFlight> {
    const base = checkedRefName(baseBranch);
    const { merged, releases, ...first } = await readPage(this.#github, base, undefined);
    const open = [...first.open];
    let next = first.next;
    while (next !== undefined) {
      const page = await readPage(this.#github, base, next);
      open.push(...page.open);
      next = page.next;
    }
    const matches = ({ headRef }: PullRequest) => headRef.startsWith(branchPrefix);
    return { open: open.filter(matches), merged: merged.filter(matches), releases };
  }

  /** Lists the newest hundred releases with their assets, drafts included when the token may write. One GET. */
  async list(): Promise<GitHubRelease[]> {
    return await this.#github.read({
      action: 'list the releases',
      expect: [200],
      schema: z.array(restRelease),
      send: (octokit, at) => octokit.rest.repos.listReleases({ ...at, per_page: 100 }),
    });
  }

  /** Finds the published release of a tag, never a draft. One GET. */
  async findPublished(tag: string): Promise<GitHubRelease | undefined> {
    const name = checkedRefName(tag);
    return await this.#github.find({
      action: `find the release of ${name}`,
      expect: [200],
      schema: restRelease,
      send: (octokit, at) => octokit.rest.repos.getReleaseByTag({ ...at, tag: name }),
    });
  }

  /** Gets a release, which may be a draft. One GET. */
  async get(id: number): Promise<GitHubRelease> {
    const release_id = checkedId(id);
    return await this.#github.read({
      action: `read the release ${id}`,
      expect: [200],
      schema: restRelease,
      send: (octokit, at) => octokit.rest.repos.getRelease({ ...at, release_id }),
    });
  }

  /**
   * Creates a draft release for an existing tag; one POST. A second call creates a second draft, so the caller looks for one first.
   *
   * @throws GitHubError `GITHUB_ALREADY_EXISTS` when a published release has the tag, `GITHUB_IMMUTABLE` when an immutable release
   *   had it
   */
  async createDraft(release: NewRelease): Promise<GitHubRelease> {
    const tag_name = checkedRefName(release.tag);
    const { name, body, prerelease = false } = release;
    const latest = definedValues({ make_latest: makeLatestText(release.makeLatest) });
    // `target_commitish` is never sent: with an existing tag it is ignored, and it may require the permission to change workflow files.
    return await this.#github.write({
      action: `create the draft release ${tag_name}`,
      expect: [201],
      schema: restRelease,
      send: (octokit, at) =>
        octokit.rest.repos.createRelease({ ...at, tag_name, name, body, draft: true, prerelease, ...latest }),
    });
  }

  /** Changes a release; one PATCH. `draft: false` publishes it. A second call changes nothing. */
  async update(id: number, changes: ReleaseChanges): Promise<GitHubRelease> {
    const release_id = checkedId(id);
    const { draft, name, body, prerelease, makeLatest } = changes;
    const make_latest = makeLatestText(makeLatest);
    const fields = definedValues({ draft, name, body, prerelease, make_latest });
    return await this.#github.write({
      action: `${draft === false ? 'publish' : 'update'} the release ${id}`,
      expect: [200],
      schema: restRelease,
      send: (octokit, at) => octokit.rest.repos.updateRelease({ ...at, ...fields, release_id }),
    });
  }

  /**
   * Uploads a file to the release's upload address, streamed in constant memory; one POST. Name, size, state and digest in the
   * response are compared with what was sent.
   *
   * @throws GitHubError `GITHUB_UPLOAD_DIFFERS` when they differ, `GITHUB_ALREADY_EXISTS` when the name is taken, `GITHUB_IMMUTABLE`
   *   when the release is frozen
   */
  async uploadAsset(release: Pick<GitHubRelease, 'uploadUrl'>, asset: NewAsset): Promise<ReleaseAsset> {
    checkedAssetName(asset.name);
    return await new AssetUpload(this.#github, asset).send(release);
  }

  /** Deletes an asset; one DELETE. */
  async deleteAsset(id: number): Promise<void> {
    const asset_id = checkedId(id);
    await this.#github.write({
      action: `delete the asset ${id}`,
      expect: [204],
      schema: z.unknown(),
      send: (octokit, at) => octokit.rest.repos.deleteReleaseAsset({ ...at, asset_id }),
    });
  }

  /** Downloads an asset: one GET, and one to the storage when GitHub redirects there. */
  async downloadAsset(id: number, options?: DownloadOptions): Promise<Download> {
    const asset_id = checkedId(id);
    return await download(
      this.#github,
      `download the asset ${id}`,
      (octokit, at) =>
        octokit.rest.repos.getReleaseAsset({
          ...at,
          asset_id,
          headers: { accept: 'application/octet-stream' },
          request: { redirect: 'manual' },
        }),
      options,
    );
  }
}

function makeLatestText(makeLatest: MakeLatest | undefined): 'true' | 'false' | 'legacy' | undefined {
  return makeLatest === undefined ? undefined : `${makeLatest}`;
}
