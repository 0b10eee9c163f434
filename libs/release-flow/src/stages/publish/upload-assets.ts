import { createReadStream } from 'node:fs';
import type { GitHubRelease, ReleaseAsset } from '@heroku-release/gh-ops';
import { act, effect, PLANNED, settled } from '@heroku-release/release-kit';
import type { EffectDecision, Planned, StepIo } from '@heroku-release/release-kit';
import { refuse } from '../../errors.ts';
import { decideAssets } from './decide-assets.ts';
import type { TestedFiles } from './fetch-tested-files.ts';
import type { LocalFile } from './local-file.ts';
import type { PublishInput } from './publish-input.ts';

type Facts<Release> = PublishInput & { readonly artifact: TestedFiles; readonly draftRelease: Release };

interface Repair {
  readonly remove: readonly ReleaseAsset[];
  readonly upload: readonly LocalFile[];
}

/** The built files and the plan on the draft release, complete and equal before anything else happens. One request per file. */
export const uploadAssets = effect({
  needs: ['contents: write'],
  observe: async ({ services, draftRelease }: Facts<GitHubRelease | Planned>, { again }: StepIo) => {
    if (draftRelease === PLANNED) return PLANNED;
    return again ? await services.github.releases.get(draftRelease.id) : draftRelease;
  },
  decide: (
    { artifact }: Facts<GitHubRelease | Planned>,
    release: GitHubRelease | Planned,
  ): EffectDecision<GitHubRelease, Repair> => {
    const { files } = artifact;
    const decision = decideAssets(files, release === PLANNED ? [] : release.assets);
    if (decision.kind === 'repair') {
      const names = decision.upload.map(({ name }) => name).join(', ');
      if (release === PLANNED || release.draft || decision.remove.length === 0) {
        return act(decision, `not on the release: ${names}`, `uploaded ${names}`);
      }
      return refuse(
        'ASSETS_DIFFER',
        `the published release holds other files: ${decision.remove.map(({ name }) => name).join(', ')}`,
        'A published file is never replaced. Fix forward: draft the next version.',
      );
    }
    if (decision.kind === 'foreign') {
      return refuse(
        'ASSETS_DIFFER',
        `the release holds files that do not belong to it: ${decision.names.join(', ')}`,
        'Remove them from the release, then run publish again.',
      );
    }
    // Only an empty list of files equals a release that is not there.
    if (release === PLANNED) return act({ remove: [], upload: [] }, 'no files to upload');
    return settled(release, `${files.length} files are on the release`);
  },
  act: async (
    { remove, upload }: Repair,
    { services, draftRelease }: Facts<GitHubRelease>,
    io: StepIo,
  ): Promise<GitHubRelease> => {
    const { releases } = services.github;
    for (const asset of remove) await releases.deleteAsset(asset.id);
    const assets = draftRelease.assets.filter(({ id }) => !remove.some((removed) => removed.id === id));
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
    return { ...draftRelease, assets };
  },
});

function contentTypeOf(name: string): string {
  if (name.endsWith('.whl')) return 'application/x-wheel+zip';
  if (name.endsWith('.tar.gz')) return 'application/gzip';
  return name.endsWith('.json') ? 'application/json' : 'application/octet-stream';
}
