import type { Stage, Step } from '@heroku-release/release-kit';
import { artifactStep } from './artifact-step.ts';
import { assetsStep } from './assets-step.ts';
import { checksStep } from './checks-step.ts';
import type { PublishContext, PublishTools } from './context.ts';
import { draftReleaseStep } from './draft-release-step.ts';
import { indexStep } from './index-step.ts';
import { lockStep } from './lock-step.ts';
import { publishReleaseStep } from './publish-release-step.ts';
import { pypiStep } from './pypi-step.ts';
import { recordNoteStep } from './record-note-step.ts';
import { recordStep } from './record-step.ts';
import { releaseStep } from './release-step.ts';
import { tagStep } from './tag-step.ts';

/** The parts of publish that jobs with separate rights may run on their own; each is safe alone and repeated. */
export const PUBLISH_PARTS = {
  gate: ['lock'],
  draft: ['lock', 'artifact', 'checks', 'draft-release', 'assets'],
  pypi: ['artifact', 'checks', 'lock-again', 'pypi', 'index'],
  release: ['artifact', 'checks', 'index', 'publish-release'],
  record: ['record', 'record-note'],
} as const;

/** One of {@link PUBLISH_PARTS}. */
export type PublishPart = keyof typeof PUBLISH_PARTS;

/** The steps of some parts, and the looks that every part begins with. */
export function stepsOfParts(parts: readonly PublishPart[]): ReadonlySet<string> {
  return new Set(['tag', 'release', ...parts.flatMap((part) => PUBLISH_PARTS[part])]);
}

/**
 * From the tag to the change record. Reversible work comes first, the two irreversible effects stand side by side, and PyPI goes
 * before the GitHub release because it can still refuse. Eleven requests to GitHub with two files and the plan; two when there
 * is nothing left to do.
 */
export function publishStage(tools: PublishTools): Stage<PublishContext> {
  return {
    name: 'publish',
    steps: (): Step<PublishContext>[] => [
      tagStep(tools),
      releaseStep(tools),
      lockStep(tools, 'lock'),
      artifactStep(tools),
      checksStep(tools),
      draftReleaseStep(tools),
      assetsStep(tools),
      lockStep(tools, 'lock-again'),
      pypiStep(tools),
      indexStep(tools),
      publishReleaseStep(tools),
      recordStep(tools),
      recordNoteStep(tools),
    ],
  };
}
