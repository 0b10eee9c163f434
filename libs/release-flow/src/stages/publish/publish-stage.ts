import { sequence, stage } from '@heroku-release/release-kit';
import { checkFiles } from './check-files.ts';
import { checkIndex } from './check-index.ts';
import { createDraftRelease } from './create-draft-release.ts';
import { fetchTestedFiles } from './fetch-tested-files.ts';
import { findRelease } from './find-release.ts';
import { findTag } from './find-tag.ts';
import { noteRecord } from './note-record.ts';
import type { PublishInput } from './publish-input.ts';
import { PUBLISH_PARTS } from './publish-parts.ts';
import type { PublishPart } from './publish-parts.ts';
import { publishRelease } from './publish-release.ts';
import { recordRelease } from './record-release.ts';
import { requestLock, requestLockAgain } from './request-lock.ts';
import { uploadAssets } from './upload-assets.ts';
import { uploadToIndex } from './upload-to-index.ts';

const start = stage<PublishInput>('publish').check('tag', findTag).check('release', findRelease);

const gate = start.effect('lock', requestLock);

const draft = gate
  .check('artifact', fetchTestedFiles)
  .check('checks', checkFiles)
  .effect('draftRelease', createDraftRelease)
  .effect('assets', uploadAssets);

const checkedFiles = start.check('artifact', fetchTestedFiles).check('checks', checkFiles);

const pypi = checkedFiles
  .effect('lockAgain', requestLockAgain)
  .effect('pypi', uploadToIndex)
  .check('index', checkIndex);

const onIndex = checkedFiles.check('index', checkIndex);

const release = onIndex.effect('publishRelease', publishRelease);

const record = onIndex.effect('record', recordRelease).effect('recordNote', noteRecord);

/** The parts of publish, for jobs with separate rights. Each is a complete stage: safe alone, and safe to repeat. */
export const PUBLISH_STAGES = { gate, draft, pypi, release, record } as const satisfies Record<
  PublishPart,
  unknown
>;

/**
 * From the tag to the change record. Reversible work comes first, the two irreversible effects follow each other directly, and PyPI
 * comes before the GitHub release because it can still refuse. Eleven requests to GitHub with two files and the plan; two when
 * nothing is left to do.
 */
export const publishStage = sequence('publish', [gate, draft, pypi, release, record]);

/** Combines parts of publish in their usual order. The steps that they share run once. */
export function publishParts(parts: readonly PublishPart[]) {
  return sequence(
    'publish',
    PUBLISH_PARTS.filter((part) => parts.includes(part)).map((part) => PUBLISH_STAGES[part]),
  );
}
