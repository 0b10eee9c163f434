import { GitRepository } from '@heroku-release/git-repo';
import { silentReporter } from '@heroku-release/release-kit';
import {
  compareVersions,
  formatVersion,
  parseTagName,
  parseVersion,
  tagName,
} from '@heroku-release/versioning';
import type { Version } from '@heroku-release/versioning';
import { composePublish } from '../stages/publish/compose-publish.ts';
import { githubToken } from '../world/credentials.ts';
import type { FlowEnvironment } from '../world/flow-environment.ts';
import { githubRepository } from '../world/github-repository.ts';
import { remoteAccess } from '../world/remote-access.ts';
import { unfinishedReleases } from '../stages/draft/in-flight.ts';
import type { UnfinishedRelease } from '../stages/draft/in-flight.ts';
import { FlowError } from '../errors.ts';
import { stageDocument } from '../report/report-document.ts';
import type { StageDocument } from '../report/report-document.ts';
import { commitTree, readSettings, repositoryName } from '@heroku-release/release-history';
import type { Settings } from '@heroku-release/release-history';

/** The progress of a release. JSON, format 1. */
export interface ReleaseStatus {
  readonly format: 1;
  readonly repository: string;
  /** The release that was checked. Absent when there is no release. */
  readonly version?: string;
  readonly tag?: string;
  readonly state: 'none' | UnfinishedRelease['state'] | 'unknown' | 'released' | 'publish-unfinished';
  /** The next thing for a person to do. */
  readonly next: string;
  readonly inFlight: readonly {
    readonly version: string;
    readonly state: string;
    readonly pullRequest: string;
  }[];
  /** What publish found and would do, for a tagged version. */
  readonly publish?: StageDocument;
}

/**
 * Reports the progress of a release, with the checks of the stages. It writes nothing and needs no secret except GitHub's token. TPS
 * cannot be asked; the note on the release says whether the change record was written.
 *
 * Errors: those of `composeStage` for a draft, and `USAGE` for an invalid version.
 */
export async function releaseStatus(
  request: { readonly repo: string; readonly version?: string | undefined; readonly workFolder: string },
  world: FlowEnvironment,
): Promise<ReleaseStatus> {
  const git = await GitRepository.open(request.repo, { commands: world.commands, files: world.files });
  const settings = await readSettings(commitTree(git, 'HEAD'), world.env);
  const repository = await repositoryName(world, git);
  const token = githubToken(world.env, world.redactor);
  const github = githubRepository(world, repository, token);
  const refs = await git.remoteRefs({ ...(await remoteAccess(git, token)), patterns: ['refs/tags/*'] });
  const tags = new Set([...refs.keys()].map((ref) => ref.slice('refs/tags/'.length)));
  const unfinished = unfinishedReleases({
    answer: await github.releases.findInFlight({ baseBranch: settings['base-branches'][0] ?? 'main' }),
    repository,
    branchTemplate: settings['branch-template'],
    tagTemplate: settings['tag-template'],
    tags,
  });
  const common = {
    format: 1 as const,
    repository,
    inFlight: unfinished.map((release) => ({
      version: formatVersion(release.version),
      state: release.state,
      pullRequest: release.pullRequest.url,
    })),
  };
  const version = wanted(request.version) ?? unfinished[0]?.version ?? newest(tags, settings);
  if (version === undefined) return { ...common, state: 'none', next: 'heroku-release draft minor' };
  const tag = tagName(version, settings['tag-template']);
  const named = { ...common, version: formatVersion(version), tag };
  if (tags.has(tag)) return { ...named, ...(await published(tag, request, world)) };
  const own = unfinished.find((release) => compareVersions(release.version, version) === 0);
  return { ...named, state: own?.state ?? 'unknown', next: nextOf(own, named.version) };
}

async function published(
  tag: string,
  request: { readonly repo: string; readonly workFolder: string },
  world: FlowEnvironment,
): Promise<Pick<ReleaseStatus, 'state' | 'next' | 'publish'>> {
  const { repo, workFolder } = request;
  const stage = await composePublish({ stage: 'publish', tag, repo, workFolder, readsOnly: true }, world);
  const report = await stage.run({
    mode: 'plan',
    reporter: silentReporter,
    signal: new AbortController().signal,
  });
  const publish = stageDocument(report, 'plan', world.http.sent);
  const released = report.outcome === 'nothing-to-do';
  return {
    state: released ? 'released' : 'publish-unfinished',
    next: released ? 'nothing' : `gh workflow run publish.yml --ref ${tag}`,
    publish,
  };
}

function wanted(text: string | undefined): Version | undefined {
  if (text === undefined) return undefined;
  const version = parseTagName(text) ?? (/^\d/.test(text) ? parseVersion(text) : undefined);
  if (version !== undefined) return version;
  throw new FlowError('USAGE', `"${text}" is not a version`, {
    hint: 'Example: heroku-release status 1.2.3',
  });
}

function newest(tags: ReadonlySet<string>, settings: Settings): Version | undefined {
  return [...tags]
    .map((tag) => parseTagName(tag, settings['tag-template']))
    .filter((version) => version !== undefined)
    .sort(compareVersions)
    .at(-1);
}

function nextOf(release: UnfinishedRelease | undefined, version: string): string {
  if (release?.state === 'open') return `review and merge ${release.pullRequest.url}`;
  if (release?.state === 'merged, not tagged') {
    return `check the runs of Package Library and Create Tag for ${release.pullRequest.url}; if they cannot be repeated: heroku-release draft ${version}`;
  }
  return `heroku-release draft ${version}`;
}
