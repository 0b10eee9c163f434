import { composeCreateTag } from '../stages/create-tag/compose-create-tag.ts';
import { composeDraft } from '../stages/draft/compose-draft.ts';
import { composePackage } from '../stages/package/compose-package.ts';
import { composePublish } from '../stages/publish/compose-publish.ts';
import type { ComposedStage } from '../world/composed-stage.ts';
import type { FlowEnvironment } from '../world/flow-environment.ts';
import type { StageRequest } from './stage-request.ts';

/**
 * Makes a stage from what is asked and the world it is asked in. The command line and the stage apps both call this, so they
 * cannot differ.
 *
 * Errors: wrong usage and configuration, with exit code 2 (`USAGE`, `SETTINGS_INVALID`, `SETTINGS_UNKNOWN_KEY`, `TOKEN_MISSING`,
 * `PROJECT_MISSING`, `VERSION_MISSING`, `VERSION_UNSUPPORTED`, `REMOTE_UNKNOWN`, `EVENT_UNSUITABLE`, `ENVIRONMENT_INVALID`), and those
 * of the clients' own constructors.
 */
export async function composeStage(request: StageRequest, world: FlowEnvironment): Promise<ComposedStage> {
  switch (request.stage) {
    case 'draft':
      return await composeDraft(request, world);
    case 'package':
      return await composePackage(request, world);
    case 'create-tag':
      return await composeCreateTag(request, world);
    case 'publish':
      return await composePublish(request, world);
  }
}
