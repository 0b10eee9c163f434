import { Refuse, settled } from '@heroku-release/release-kit';
import type { Decision, Step, StepIo } from '@heroku-release/release-kit';
import { formatVersion, parseReleaseBranchName } from '@heroku-release/versioning';
import type { Version } from '@heroku-release/versioning';
import { FlowError } from '../errors.ts';
import { known } from '../known.ts';
import { decideReleaseMerge } from '../release-merge.ts';
import type { ReleaseMergeTarget, ReleaseMergeVerdict } from '../release-merge.ts';
import { parseDuration } from '../settings/duration.ts';
import { announcedVersions } from '../version-source/announced-versions.ts';
import { commitTree } from '../version-source/read-tree.ts';
import { versionIn } from '../version-source/version-in.ts';
import type { PackageContext, PackageEvent, PackageTools } from './context.ts';

interface Seen {
  readonly verdict: ReleaseMergeVerdict;
  /** The version of a release pull request. */
  readonly reviewing?: string;
  /** The release's tag exists at this commit: its files are fixed. */
  readonly tagged?: boolean;
}

/** Whether this push is the merge of a release. No request for a pull request, one for a push to a base branch. */
export function releaseStep(tools: PackageTools): Step<PackageContext, Seen, never> {
  return {
    name: 'release',
    needs: ['contents: read', 'pull-requests: read'],
    observe: async (context, io) => {
      const { event } = context;
      if (event.kind === 'local') return ordinary('a run by hand decides no release');
      if (event.kind === 'pull-request') return pullRequest(context, event, tools);
      return await push(context, event, tools, io);
    },
    decide: (context, value) => decide(context, value as Seen),
    act: () => Promise.reject(new Error('release has nothing to do')),
    learn: (context, { verdict, reviewing }) => ({
      ...context,
      ...(verdict.kind === 'release' ? { release: verdict.target } : {}),
      ...(reviewing === undefined ? {} : { reviewing }),
    }),
  };
}

const ordinary = (because: string): Seen => ({ verdict: { kind: 'ordinary', because } });

function pullRequest(
  { settings }: PackageContext,
  event: Extract<PackageEvent, { kind: 'pull-request' }>,
  { repository }: PackageTools,
): Seen {
  const version = parseReleaseBranchName(event.headRef, settings['branch-template']);
  const own = event.headRepository?.toLowerCase() === repository.toLowerCase();
  if (version === undefined || !own) return ordinary(`pull request #${event.number}`);
  const reviewing = formatVersion(version);
  return { ...ordinary(`pull request #${event.number} for ${reviewing}`), reviewing };
}

async function push(
  context: PackageContext,
  event: Extract<PackageEvent, { kind: 'push' }>,
  tools: PackageTools,
  io: StepIo,
): Promise<Seen> {
  const { settings } = context;
  if (!settings['base-branches'].includes(event.branch)) return ordinary(`${event.branch} is no base branch`);
  const version = await versionAt(tools, event.after);
  const versionBefore = await versionAt(tools, event.before);
  const announces = version === undefined && (await announcesVersion(context, event, tools));
  const github = known(tools.github, 'GitHub');
  const patience = parseDuration(settings.wait.association) ?? 0;
  for (let waited = 0, pause = 2000; ; waited += pause, pause *= 2) {
    const verdict = decideReleaseMerge({
      sha: event.after,
      repository: tools.repository,
      settings,
      version,
      versionBefore,
      announces,
      pullRequests: await github.pullRequestsOf(event.after),
    });
    if (verdict.kind === 'release') {
      const tagged = (await tools.git.resolve(`refs/tags/${verdict.target.tag}`)) === event.after;
      return { verdict, tagged };
    }
    if (verdict.kind !== 'unassociated' || waited + pause > patience) return { verdict };
    io.progress(`${verdict.because}; asking again`);
    await io.clock.sleep(pause, io.signal);
  }
}

/** The version in the tree at a commit; undefined where there is none to read. */
async function versionAt({ git }: PackageTools, sha: string): Promise<Version | undefined> {
  if (/^0+$/.test(sha) || (await git.resolve(sha)) === undefined) return undefined;
  return await versionIn(commitTree(git, sha));
}

/** Whether the changelog has the section of a version that it had not before the push. */
async function announcesVersion(
  { settings }: PackageContext,
  { before, after }: Extract<PackageEvent, { kind: 'push' }>,
  { git }: PackageTools,
): Promise<boolean> {
  // A new branch, or a force-push past what is here: without a before, every old section would be new.
  if (/^0+$/.test(before) || (await git.resolve(before)) === undefined) return false;
  const text = async (sha: string) => await git.readFile(sha, settings.changelog);
  return announcedVersions(await text(before), await text(after)).length > 0;
}

function decide(context: PackageContext, { verdict, tagged }: Seen): Decision<never> {
  switch (verdict.kind) {
    case 'ordinary':
      return settled(`not a release: ${verdict.because}`);
    case 'unassociated':
      throw new FlowError('ASSOCIATION_MISSING', `${context.sha.slice(0, 7)}: ${verdict.because}`, {
        hint: 'Run this job again in a minute; GitHub may be late.',
      });
    case 'invalid':
      return new Refuse(
        'RELEASE_MERGE_INVALID',
        `this looks like a release and is none: ${verdict.problems.join('; ')}`,
        'Draft the release with heroku-release draft, and merge the pull request it opens.',
      );
    case 'release':
      return describe(verdict.target, tagged === true);
  }
}

function describe({ version, tag, pullRequest }: ReleaseMergeTarget, tagged: boolean): Decision<never> {
  if (tagged) return settled(`${tag} is on this commit: its files are fixed`, { endsStage: true });
  return settled(`the release of ${version}, pull request #${pullRequest.number}`);
}
