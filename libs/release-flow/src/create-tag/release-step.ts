import { readSection } from '@heroku-release/changelog';
import type { FileTexts, ReleaseMerge } from '@heroku-release/gh-ops';
import { Refuse, settled } from '@heroku-release/release-kit';
import type { Decision, Step } from '@heroku-release/release-kit';
import { compareVersions, parseVersion } from '@heroku-release/versioning';
import type { Version } from '@heroku-release/versioning';
import { FlowError } from '../errors.ts';
import { decideReleaseMerge } from '../release-merge.ts';
import type { ReleaseMergeVerdict } from '../release-merge.ts';
import { parseDuration } from '../settings/duration.ts';
import { parseSettings } from '../settings/parse-settings.ts';
import type { Settings } from '../settings/schema.ts';
import { announcedVersions } from '../version-source/announced-versions.ts';
import { readProjectVersion, statedVersion } from '../version-source/project-version.ts';
import { textTree } from '../version-source/read-tree.ts';
import { versionIn } from '../version-source/version-in.ts';
import { versionOrigin, versionPaths } from '../version-source/version-origin.ts';
import type { CreateTagContext, CreateTagTools, PackageRun } from './context.ts';

interface Seen {
  /** Why the run is none of a release's; undefined when it may be one. */
  readonly foreign: string | undefined;
  readonly merge?: ReleaseMerge;
  readonly settings?: Settings;
  readonly verdict?: ReleaseMergeVerdict;
  /** What differs between the merge and the head that was reviewed; undefined when nothing does. */
  readonly differing?: string | undefined;
}

const FILES = ['pyproject.toml', 'heroku-release.toml', 'CHANGELOG.md'];

/**
 * Whether the packaged commit is the merge of a release pull request, and whether what was merged is what was reviewed. One
 * request, and one more for a project whose version or changelog stands in files of its own; no checkout.
 */
export function releaseStep(tools: CreateTagTools): Step<CreateTagContext, Seen, never> {
  return {
    name: 'release',
    needs: ['contents: read', 'pull-requests: read'],
    observe: async ({ run }, io) => {
      const foreign = foreignRun(run, tools);
      if (foreign !== undefined) return { foreign };
      let paths: readonly string[] = FILES;
      for (let waited = 0, pause = 2000; ; waited += pause, pause *= 2) {
        const { merge, settings } = await lookAt(tools, run.headSha, paths);
        paths = [...merge.files.keys()];
        const stated = statedVersion(await readProjectVersion(textTree(merge.files)));
        const version = stated === undefined ? undefined : parseVersion(stated);
        const verdict = decideReleaseMerge({
          sha: run.headSha,
          repository: tools.repository,
          settings,
          version,
          versionBefore: await versionIn(textTree(merge.parentFiles)),
          announces: version === undefined && announces(merge, settings),
          pullRequests: merge.pullRequests,
        });
        const patience = parseDuration(settings.wait.association) ?? 0;
        if (verdict.kind !== 'unassociated' || waited + pause > patience) {
          const differing = await reviewedDiffers({ merge, settings, verdict, version });
          return { foreign, merge, settings, verdict, differing };
        }
        io.progress(`${verdict.because}; asking again`);
        await io.clock.sleep(pause, io.signal);
      }
    },
    decide: ({ run }, value) => decide(run, value as Seen),
    act: () => Promise.reject(new Error('release has nothing to do')),
    learn: (context, { merge, settings, verdict }) =>
      merge === undefined || settings === undefined || verdict?.kind !== 'release'
        ? context
        : { ...context, merge, settings, target: verdict.target },
  };
}

/** A run of another workflow, event, branch or repository: the file that starts us may be started by anybody's. Pure. */
function foreignRun(run: PackageRun, tools: CreateTagTools): string | undefined {
  if (run.path !== `.github/workflows/${tools.packageWorkflow}`) return `the run is of ${run.path}`;
  if (run.event !== 'push') return `the run was started by ${run.event}, not by a push`;
  if (run.headRepository?.toLowerCase() !== tools.repository.toLowerCase()) {
    return `the run is of ${run.headRepository ?? 'a deleted repository'}`;
  }
  return run.conclusion === 'success' ? undefined : `the run ended with ${run.conclusion ?? 'nothing'}`;
}

function announces({ files, parentFiles }: ReleaseMerge, { changelog }: Settings): boolean {
  return announcedVersions(parentFiles.get(changelog), files.get(changelog)).length > 0;
}

/** The merge with every file that tells what was reviewed: which those are, the first look tells. */
async function lookAt(
  { github, settingsOverrides }: CreateTagTools,
  sha: string,
  paths: readonly string[],
): Promise<{ readonly merge: ReleaseMerge; readonly settings: Settings }> {
  const merge = await github.releaseMerge({ sha, files: paths });
  const pyproject = merge.files.get('pyproject.toml');
  const settings = parseSettings({
    pyproject,
    ownFile: merge.files.get('heroku-release.toml'),
    overrides: settingsOverrides,
  });
  const wanted = [settings.changelog, ...versionPaths(versionOrigin(pyproject))];
  if (wanted.every((path) => merge.files.has(path))) return { merge, settings };
  return { merge: await github.releaseMerge({ sha, files: [...paths, ...wanted] }), settings };
}

function decide(run: PackageRun, { foreign, merge, settings, verdict, differing }: Seen): Decision<never> {
  if (foreign !== undefined) return settled(`not a release: ${foreign}`, { endsStage: true });
  if (merge === undefined || settings === undefined || verdict === undefined) {
    return settled('not a release', { endsStage: true });
  }
  if (verdict.kind === 'ordinary') return settled(`not a release: ${verdict.because}`, { endsStage: true });
  if (verdict.kind === 'unassociated') {
    throw new FlowError('ASSOCIATION_MISSING', `${run.headSha.slice(0, 7)}: ${verdict.because}`, {
      hint: 'Run this job again in a minute; GitHub may be late.',
    });
  }
  if (verdict.kind === 'invalid') {
    return new Refuse(
      'RELEASE_MERGE_INVALID',
      `this looks like a release and is none: ${verdict.problems.join('; ')}`,
      'Nothing is tagged. Draft the release with heroku-release draft, and merge the pull request it opens.',
    );
  }
  const { target } = verdict;
  if (differing !== undefined) {
    return new Refuse(
      'REVIEWED_DIFFERS',
      `${differing} at the merge is not what was reviewed in #${target.pullRequest.number}`,
      `Draft it again: heroku-release draft ${target.version}. The tag goes on that merge.`,
    );
  }
  return settled(`${target.version}, merged by pull request #${target.pullRequest.number}`);
}

/** What differs between the merge and the head that was reviewed: the version or the changelog section. Pure. */
async function reviewedDiffers(seen: {
  readonly merge: ReleaseMerge;
  readonly settings: Settings;
  readonly verdict: ReleaseMergeVerdict;
  readonly version: Version | undefined;
}): Promise<string | undefined> {
  const { merge, settings, verdict, version } = seen;
  if (verdict.kind !== 'release') return undefined;
  const { pullRequest, version: released } = verdict.target;
  const reviewed: FileTexts =
    merge.pullRequests.find(({ number }) => number === pullRequest.number)?.files ?? new Map();
  if (!sameOrNone(version, await versionIn(textTree(reviewed)))) return 'the version';
  const section = (files: FileTexts) => {
    const text = files.get(settings.changelog);
    return text === undefined ? undefined : readSection(text, released);
  };
  return section(merge.files) === section(reviewed) ? undefined : 'the changelog section';
}

function sameOrNone(one: Version | undefined, other: Version | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  return compareVersions(one, other) === 0;
}
