import type { GitHubRelease, GitHubRepository, ReleaseAsset } from '@heroku-release/gh-ops';
import { check, KitError, settled } from '@heroku-release/release-kit';
import type { CheckDecision, StepIo } from '@heroku-release/release-kit';
import { PLAN_FILE } from '../../plan/release-plan.ts';
import { copyOf, describeCopies, NOTHING_PLANNED, sizeLimit, unread } from './copies.ts';
import type { Copies, Copy, PlannedFile } from './copies.ts';
import { digestStream } from './digest-stream.ts';
import { downloadAsset } from './download-asset.ts';
import type { ReleaseUnderTest } from './find-published-release.ts';
import type { PlanUnderTest } from './read-published-plan.ts';
import type { VerifyInput } from './verify-input.ts';

type Facts = VerifyInput & { readonly release: ReleaseUnderTest; readonly plan: PlanUnderTest };

/** Every planned file from the GitHub release, downloaded and hashed; and the files there that the plan does not mention. */
export const hashAssets = check({
  needs: ['contents: read'],
  observe: async ({ services, release: { current }, plan: { plan } }: Facts, io: StepIo): Promise<Copies> => {
    const copies = new Map<string, Copy>();
    // Without a plan nothing can be compared, and no file is extra.
    if (plan === undefined) return { planned: copies, extra: [] };
    for (const planned of plan.artifacts) {
      io.signal.throwIfAborted();
      io.progress(`downloading ${planned.name} from the GitHub release`);
      copies.set(planned.name, await assetCopy(services.github, planned, current));
    }
    const names = (current?.assets ?? []).map(({ name }) => name);
    return { planned: copies, extra: names.filter((name) => name !== PLAN_FILE && !copies.has(name)) };
  },
  decide: ({ plan: { plan } }: Facts, copies: Copies): CheckDecision<Copies> =>
    settled(copies, plan === undefined ? NOTHING_PLANNED : describeCopies('on the GitHub release', copies)),
});

async function assetCopy(
  github: GitHubRepository,
  planned: PlannedFile,
  release: GitHubRelease | undefined,
): Promise<Copy> {
  const asset = release?.assets.find(({ name }) => name === planned.name);
  if (asset === undefined) return { state: 'missing', because: 'not on the GitHub release' };
  if (asset.state !== 'uploaded') return { state: 'missing', because: 'its upload was never finished' };
  try {
    return copyOf(planned, await hashAsset(github, planned, asset));
  } catch (error) {
    if (!(error instanceof KitError) || error.code !== 'HTTP_TOO_LARGE') return unread(error);
    return { state: 'different', because: error.message };
  }
}

async function hashAsset(github: GitHubRepository, planned: PlannedFile, asset: ReleaseAsset) {
  return await downloadAsset(github, asset, digestStream, sizeLimit(planned, asset.size));
}
