import { createReadStream } from 'node:fs';
import { GitHubError } from '@heroku-release/gh-ops';
import type { GitHubRelease, ReleaseAsset } from '@heroku-release/gh-ops';
import { act, effect, PLANNED, settled } from '@heroku-release/release-kit';
import type { EffectDecision, Planned, StepIo } from '@heroku-release/release-kit';
import { refuse } from '../../errors.ts';
import { fixForward, publishAgain } from '../../plan/next-command.ts';
import { withDigests } from './asset-digests.ts';
import { decideAssets, holdsExactly } from './decide-assets.ts';
import type { AssetsDecision } from './decide-assets.ts';
import type { ReleaseTag } from './find-tag.ts';
import type { LocalFile } from './local-file.ts';
import type { PublishInput } from './publish-input.ts';
import type { TestedFiles } from './tested-files.ts';

type Facts<Release> = PublishInput & {
  readonly tag: ReleaseTag;
  readonly artifact: TestedFiles;
  readonly draftRelease: Release;
};

interface Repair {
  readonly keep: readonly ReleaseAsset[];
  readonly remove: readonly ReleaseAsset[];
  readonly upload: readonly LocalFile[];
}

type Decision = EffectDecision<GitHubRelease, Repair>;

/** The built files and the plan on the draft release, complete and equal before anything else happens. One request per file. */
export const uploadAssets = effect({
  needs: ['contents: write'],
  observe: async ({ services, draftRelease }: Facts<GitHubRelease | Planned>, { again }: StepIo) => {
    if (draftRelease === PLANNED) return PLANNED;
    const { github } = services;
    return await withDigests(again ? await github.releases.get(draftRelease.id) : draftRelease, github);
  },
  decide: (facts: Facts<GitHubRelease | Planned>, release: GitHubRelease | Planned): Decision => {
    const { files } = facts.artifact;
    if (release === PLANNED) return upload({ keep: [], remove: [], upload: files });
    const decision = decideAssets(files, release);
    if (release.immutable === true) return frozen(facts, release, decision);
    const { equal, broken, different, foreign, missing } = decision;
    if (foreign.length > 0) {
      return refuse(
        'ASSETS_DIFFER',
        `the release holds files that do not belong to it: ${namesOf(foreign)}`,
        `Remove them from ${release.url}, then run publish again: ${publishAgain(facts.tagName)}`,
      );
    }
    if (different.length > 0 && !release.draft) {
      return refuse(
        'ASSETS_DIFFER',
        `the published release holds other files: ${namesOf(different)}`,
        `Only a person replaces a published file. Remove it from ${release.url}, then run publish again: ${publishAgain(facts.tagName)}`,
      );
    }
    if (missing.length === 0) return settled(release, `${files.length} files are on the release`);
    return upload({ keep: equal, remove: [...broken, ...different], upload: missing });
  },
  act: async (
    { keep, remove, upload }: Repair,
    { services, artifact, draftRelease }: Facts<GitHubRelease>,
    io: StepIo,
  ): Promise<GitHubRelease> => {
    const { releases } = services.github;
    for (const asset of remove) await releases.deleteAsset(asset.id);
    const assets = [...keep];
    for (const file of upload) {
      io.progress(`uploading ${file.name} to the draft release`);
      const asset = await releases.uploadAsset(draftRelease, {
        name: file.name,
        contentType: contentTypeOf(file.name),
        size: file.size,
        open: () => createReadStream(file.path),
      });
      assets.push(asset);
    }
    const release = await withDigests({ ...draftRelease, assets }, services.github);
    const decision = decideAssets(artifact.files, release);
    if (holdsExactly(decision)) return release;
    throw new GitHubError(
      'GITHUB_UPLOAD_DIFFERS',
      `GitHub stored other bytes: ${namesOf(decision.missing)}`,
      {
        effect: 'unknown',
        hint: `Run publish again, which replaces the files of the draft: ${publishAgain(draftRelease.tag)}`,
      },
    );
  },
});

function upload(repair: Repair): Decision {
  const names = namesOf(repair.upload);
  return act(repair, `not on the release: ${names}`, `uploaded ${names}`);
}

/**
 * The decision for a release that GitHub has frozen, which happens when a person publishes the draft. Missing and additional files stay so
 * and are no reason to leave the release unfinished; other bytes under the name of a tested file are.
 */
function frozen(
  { artifact, tag }: Facts<GitHubRelease | Planned>,
  release: GitHubRelease,
  { different, foreign, missing }: AssetsDecision,
): Decision {
  if (different.length > 0) {
    return refuse(
      'ASSETS_DIFFER',
      `the immutable release holds other files: ${namesOf(different)}`,
      fixForward(tag.version),
    );
  }
  const notes = [
    ...(missing.length > 0 ? [`the GitHub release was published without ${namesOf(missing)}`] : []),
    ...(foreign.length > 0 ? [`the GitHub release was published with ${namesOf(foreign)}`] : []),
  ];
  const present = artifact.files.length - missing.length;
  return settled(
    release,
    `${present} files are on the immutable release`,
    notes.map((note) => `${note}, and is immutable`),
  );
}

function namesOf(files: readonly { readonly name: string }[]): string {
  return files.map(({ name }) => name).join(', ');
}

function contentTypeOf(name: string): string {
  if (name.endsWith('.whl')) return 'application/x-wheel+zip';
  if (name.endsWith('.tar.gz')) return 'application/gzip';
  return name.endsWith('.json') ? 'application/json' : 'application/octet-stream';
}
