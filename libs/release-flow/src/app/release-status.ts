import { GitRepository } from '@heroku-release/git-repo';
import { silentReporter } from '@heroku-release/release-kit';
import {
  compareVersions,
  formatVersion,
  parseReleaseBranchName,
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
import { supersededBy } from '../merge/superseded.ts';
import { WORKFLOWS } from '../world/workflows.ts';
import { afterDryRun, afterMerge, beforeMerge, isForeign } from './next-step.ts';
import { stageDocument } from '../report/report-document.ts';
import type { StageDocument } from '../report/report-document.ts';
import {
  commitTree,
  readProjectVersion,
  readSettings,
  repositoryName,
  sameVersion,
  statedVersion,
} from '@heroku-release/release-history';
import type { ReadTree, Settings } from '@heroku-release/release-history';

/** The progress of a release. JSON, format 1. */
export interface ReleaseStatus {
  readonly format: 1;
  readonly repository: string;
  /** The release that was checked. Absent when there is no release. */
  readonly version?: string;
  readonly tag?: string;
  readonly state:
    'none' | UnfinishedRelease['state'] | 'unknown' | 'superseded' | 'released' | 'publish-unfinished';
  /** The next command, or the next thing that only a person can do. */
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
  const head = commitTree(git, 'HEAD');
  const settings = await readSettings(head, world.env);
  const repository = await repositoryName(world, git);
  const token = githubToken(world.env, world.redactor);
  const github = githubRepository(world, repository, token);
  const refs = await git.remoteRefs({ ...remoteAccess(world, token), patterns: ['refs/tags/*'] });
  const tags = new Set([...refs.keys()].map((ref) => ref.slice('refs/tags/'.length)));
  const inFlight = await github.releases.findInFlight({
    baseBranch: settings['base-branches'][0] ?? 'main',
  });
  const unfinished = unfinishedReleases({
    answer: inFlight,
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
  const latest = newest(tags, settings);
  const version = wanted(request.version) ?? unfinished[0]?.version ?? latest;
  if (version === undefined) return { ...common, state: 'none', next: await firstDraft(head) };
  const tag = tagName(version, settings['tag-template']);
  const named = { ...common, version: formatVersion(version), tag };
  const successor = [...inFlight.open, ...inFlight.merged].find(({ body = '' }) =>
    supersededBy(body).some((other) => sameVersion(other, version)),
  );
  const next = successor && parseReleaseBranchName(successor.headRef, settings['branch-template']);
  if (next !== undefined && successor?.crossRepository === false) {
    return { ...named, state: 'superseded', next: `heroku-release status ${formatVersion(next)}` };
  }
  const own = unfinished.find((release) => sameVersion(release.version, version));
  if (tags.has(tag)) {
    const publish = await dryRun(tag, request, world);
    if (publish.outcome === 'nothing-to-do') return { ...named, state: 'released', next: 'nothing', publish };
    if (own === undefined && isForeign(publish)) {
      return { ...named, state: 'unknown', next: 'heroku-release draft minor', publish };
    }
    return { ...named, state: 'publish-unfinished', next: afterDryRun(publish, tag, named.version), publish };
  }
  if (own?.state !== 'merged, not tagged') {
    const state = own?.state ?? 'unknown';
    return { ...named, state, next: beforeMerge(version, { unfinished, newest: latest }) };
  }
  const { pullRequest, state } = own;
  const runs = await github.runs.list(WORKFLOWS.package, {
    headSha: pullRequest.mergeCommitSha,
    event: 'push',
  });
  return { ...named, state, next: afterMerge(pullRequest, runs, named.version, world.clock.now()) };
}

/** What publish would do for the tag. */
async function dryRun(
  tag: string,
  request: { readonly repo: string; readonly workFolder: string },
  world: FlowEnvironment,
): Promise<StageDocument> {
  const { repo, workFolder } = request;
  const stage = await composePublish({ stage: 'publish', tag, repo, workFolder, readsOnly: true }, world);
  const report = await stage.run({
    mode: 'plan',
    reporter: silentReporter,
    signal: new AbortController().signal,
  });
  return stageDocument(report, 'plan', world.http.sent);
}

/** The first draft of a repository; a version that comes from tags has none to count from. */
async function firstDraft(head: ReadTree): Promise<string> {
  const stated = statedVersion(await readProjectVersion(head));
  return `heroku-release draft ${stated === undefined ? '0.1.0' : 'minor'}`;
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
