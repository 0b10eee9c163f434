import type { Stage } from '@heroku-release/release-kit';
import { artifactStep } from './artifact-step.ts';
import type { CreateTagContext, CreateTagTools } from './context.ts';
import { dispatchStep } from './dispatch-step.ts';
import { releaseStep } from './release-step.ts';
import { tagStep } from './tag-step.ts';

/**
 * The merge of a release becomes a tag that names its tested files, and publish is started. Five requests to GitHub; two when
 * there is nothing left to do, one for a merge that is no release.
 */
export function createTagStage(tools: CreateTagTools): Stage<CreateTagContext> {
  return {
    name: 'create-tag',
    steps: () => [releaseStep(tools), artifactStep(tools), tagStep(tools), dispatchStep(tools)],
  };
}
