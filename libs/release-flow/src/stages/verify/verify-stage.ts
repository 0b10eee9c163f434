import { stage } from '@heroku-release/release-kit';
import { compareCopies } from './compare-copies.ts';
import { findPublishedRelease } from './find-published-release.ts';
import { findVersionTag } from './find-version-tag.ts';
import { giveVerdict } from './give-verdict.ts';
import { hashAssets } from './hash-assets.ts';
import { hashIndexFiles } from './hash-index-files.ts';
import { readPublishedPlan } from './read-published-plan.ts';
import type { VerifyInput } from './verify-input.ts';

/**
 * Proves that what was tested is what was published: tag, plan, GitHub release and index agree, byte for byte. It only reads, and only
 * what everybody may read. A contradiction does not end it before the last step, so that all of them are shown.
 */
export const verifyStage = stage<VerifyInput>('verify')
  .check('tag', findVersionTag)
  .check('release', findPublishedRelease)
  .check('plan', readPublishedPlan)
  .check('assets', hashAssets)
  .check('index', hashIndexFiles)
  .check('comparison', compareCopies)
  .check('verdict', giveVerdict);
