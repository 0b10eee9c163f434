import { parseReleasePlan, PLAN_FILE, type ReleasePlan } from '@heroku-release/release-flow';
import { type Settings } from '@heroku-release/release-history';
import type { RunningSandbox } from '@heroku-release/release-sandbox';
import { formatVersion, parseReleaseBranchName, tagName } from '@heroku-release/versioning';
import { compareArtifacts } from './comparison.ts';
import type { RehearsalDocument } from './rehearsal-document.ts';

/** Collects what the services hold in the end: the release as far as it came, and its files in each place where they must be identical. */
export function evidence(
  sandbox: RunningSandbox,
  repository: string,
  settings: Settings,
): Pick<RehearsalDocument, 'version' | 'tag' | 'commit' | 'artifacts'> {
  const release = sandbox.github.releases(repository).at(-1);
  const planAsset = release?.assets.find(({ name }) => name === PLAN_FILE);
  if (release === undefined || planAsset === undefined) {
    return { ...beforePublish(sandbox, repository, settings), artifacts: [] };
  }
  const plan: ReleasePlan = parseReleasePlan(new TextDecoder().decode(planAsset.bytes));
  const onRelease = new Map(
    release.assets.map(({ name, digest }) => [name, (digest ?? '').replace(/^sha256:/, '')] as const),
  );
  const onIndex = new Map(
    sandbox.pypi.filesOf(plan.name, plan.version).flatMap((name) => {
      const sha256 = sandbox.pypi.store.file(name)?.sha256;
      return sha256 === undefined ? [] : [[name, sha256] as const];
    }),
  );
  const { version, tag, commit } = plan;
  return { version, tag, commit, artifacts: compareArtifacts(plan, onRelease, onIndex) };
}

/** Names the release by its pull request and tag where publish has not started, as for a held release. */
function beforePublish(
  sandbox: RunningSandbox,
  fullName: string,
  settings: Settings,
): Pick<RehearsalDocument, 'version' | 'tag' | 'commit'> {
  const repository = sandbox.github.repository(fullName);
  const pull = repository.pulls.at(-1);
  const version =
    pull === undefined ? undefined : parseReleaseBranchName(pull.headRef, settings['branch-template']);
  if (version === undefined) return {};
  const tag = tagName(version, settings['tag-template']);
  const ref = repository.branchesAndTags().get(`refs/tags/${tag}`);
  if (ref === undefined) return { version: formatVersion(version) };
  return { version: formatVersion(version), tag, commit: ref.peeled ?? ref.sha };
}
