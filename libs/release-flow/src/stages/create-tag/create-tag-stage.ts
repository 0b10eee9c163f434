import { stage } from '@heroku-release/release-kit';
import type { CreateTagInput } from './create-tag-input.ts';
import { createTag } from './create-tag.ts';
import { findArtifact } from './find-artifact.ts';
import { findRelease } from './find-release.ts';
import { startPublish } from './start-publish.ts';

/**
 * The merge of a release becomes a tag that names its tested files, and publish is started. Five requests to GitHub; two when there
 * is nothing left to do, one for a merge that is not a release.
 */
export const createTagStage = stage<CreateTagInput>('create-tag')
  .check('release', findRelease)
  .check('artifact', findArtifact)
  .effect('tag', createTag)
  .effect('dispatch', startPublish);
