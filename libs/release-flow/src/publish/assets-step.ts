import { createReadStream } from 'node:fs';
import type { GitHubRelease, ReleaseAsset } from '@heroku-release/gh-ops';
import { act, Refuse, settled } from '@heroku-release/release-kit';
import type { Step } from '@heroku-release/release-kit';
import { known } from '../known.ts';
import type { LocalFile, PublishContext, PublishTools } from './context.ts';
import { isOut } from './context.ts';
import { decideAssets } from './decide-assets.ts';

interface Seen {
  readonly assets: readonly ReleaseAsset[];
}

interface Repair {
  /** In plan mode there may be none yet. */
  readonly release: GitHubRelease | undefined;
  readonly assets: readonly ReleaseAsset[];
  readonly remove: readonly ReleaseAsset[];
  readonly upload: readonly LocalFile[];
}

/** The built files and the plan on the draft release, complete and equal before anything else happens. One request a file. */
export function assetsStep(tools: PublishTools): Step<PublishContext, Seen, Repair> {
  return {
    name: 'assets',
    needs: ['contents: write'],
    observe: async ({ release }, { look }) => {
      if (release === undefined) return { assets: [] };
      return { assets: (look === 0 ? release : await tools.github.release(release.id)).assets };
    },
    decide: (context, value) => {
      const { assets } = value as Seen;
      if (isOut(context)) return settled('the release is out with its files');
      const files = known(context.localFiles, 'the files');
      const decision = decideAssets(files, assets);
      if (decision.kind === 'equal') return settled(`${files.length} files are on the release`);
      if (decision.kind === 'foreign') {
        return new Refuse(
          'ASSETS_DIFFER',
          `the draft release holds files that do not belong to it: ${decision.names.join(', ')}`,
          'Take them off the draft release, then run publish again.',
        );
      }
      const names = decision.upload.map(({ name }) => name).join(', ');
      return act(
        { release: context.release, assets, ...decision },
        `not on the release: ${names}`,
        `uploaded ${names}`,
      );
    },
    act: async ({ release, assets, remove, upload }, io) => {
      const draft = known(release, 'the draft release');
      for (const asset of remove) await tools.github.deleteAsset(asset.id);
      const kept = assets.filter((asset) => !remove.includes(asset));
      for (const file of upload) {
        io.progress(`uploading ${file.name} to the draft release`);
        const asset = await tools.github.uploadAsset(draft, {
          name: file.name,
          contentType: contentTypeOf(file.name),
          size: file.size,
          open: () => createReadStream(file.path),
        });
        kept.push(asset);
      }
      return { assets: kept };
    },
    learn: (context, { assets }) =>
      context.release === undefined ? context : { ...context, release: { ...context.release, assets } },
  };
}

function contentTypeOf(name: string): string {
  if (name.endsWith('.whl')) return 'application/x-wheel+zip';
  if (name.endsWith('.tar.gz')) return 'application/gzip';
  return name.endsWith('.json') ? 'application/json' : 'application/octet-stream';
}
