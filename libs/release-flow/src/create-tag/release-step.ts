import { readSection } from '@heroku-release/changelog';
import type { ReleaseMerge } from '@heroku-release/gh-ops';
import { Refuse, settled } from '@heroku-release/release-kit';
import type { Decision, Step } from '@heroku-release/release-kit';
import { parseVersion } from '@heroku-release/versioning';
import { FlowError } from '../errors.ts';
import { readProjectVersion } from '../project-version.ts';
import { decideReleaseMerge } from '../release-merge.ts';
import type { ReleaseMergeVerdict } from '../release-merge.ts';
import { parseDuration } from '../settings/duration.ts';
import { parseSettings } from '../settings/parse-settings.ts';
import type { Settings } from '../settings/schema.ts';
import type { CreateTagContext, CreateTagTools, PackageRun } from './context.ts';

interface Seen {
  /** Why the run is none of a release's; undefined when it may be one. */
  readonly foreign: string | undefined;
  readonly merge?: ReleaseMerge;
  readonly settings?: Settings;
  readonly verdict?: ReleaseMergeVerdict;
}

const FILES = ['pyproject.toml', 'heroku-release.toml', 'CHANGELOG.md'];

/**
 * Whether the packaged commit is the merge of a release pull request, and whether what was merged is what was reviewed. One
 * request; no checkout.
 */
export function releaseStep(tools: CreateTagTools): Step<CreateTagContext, Seen, never> {
  return {
    name: 'release',
    needs: ['contents: read', 'pull-requests: read'],
    observe: async ({ run }, io) => {
      const foreign = foreignRun(run, tools);
      if (foreign !== undefined) return { foreign };
      for (let waited = 0, pause = 2000; ; waited += pause, pause *= 2) {
        const merge = await tools.github.releaseMerge({ sha: run.headSha, files: FILES });
        const settings = parseSettings({
          pyproject: merge.files.get('pyproject.toml'),
          ownFile: merge.files.get('heroku-release.toml'),
          overrides: tools.settingsOverrides,
        });
        const verdict = decideReleaseMerge({
          sha: run.headSha,
          repository: tools.repository,
          settings,
          version: parseVersion(readProjectVersion(merge.files.get('pyproject.toml'))),
          versionBefore: versionIn(merge.parentFiles.get('pyproject.toml')),
          pullRequests: merge.pullRequests,
        });
        const patience = parseDuration(settings.wait.association) ?? 0;
        if (verdict.kind !== 'unassociated' || waited + pause > patience) {
          return { foreign, merge, settings, verdict };
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

function versionIn(pyproject: string | undefined) {
  try {
    return parseVersion(readProjectVersion(pyproject));
  } catch {
    // The tree before may state none: then nothing tells that the version changed.
    return undefined;
  }
}

function decide(run: PackageRun, { foreign, merge, settings, verdict }: Seen): Decision<never> {
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
  const differing = reviewedDiffers(merge, target, settings);
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
function reviewedDiffers(
  merge: ReleaseMerge,
  target: { readonly version: string; readonly pullRequest: { readonly number: number } },
  settings: Settings,
): string | undefined {
  const reviewed = merge.pullRequests.find(({ number }) => number === target.pullRequest.number)?.files;
  const version = (text: string | undefined) => (text === undefined ? undefined : readProjectVersion(text));
  if (version(merge.files.get('pyproject.toml')) !== version(reviewed?.get('pyproject.toml'))) {
    return 'the version';
  }
  const section = (text: string | undefined) =>
    text === undefined ? undefined : readSection(text, target.version);
  const file = settings.changelog;
  return section(merge.files.get(file)) === section(reviewed?.get(file))
    ? undefined
    : 'the changelog section';
}
