import { composeVerify } from '../stages/verify/compose-verify.ts';
import type { VerifyRequest } from '../stages/verify/compose-verify.ts';
import { verifyDocument } from '../stages/verify/verify-document.ts';
import type { VerifyDocument } from '../stages/verify/verify-document.ts';
import type { RunOptions } from '../world/composed-stage.ts';
import type { FlowEnvironment } from '../world/flow-environment.ts';

/**
 * Proves that what was tested is what was published, or says what differs: see `verifyStage`. Needs no rights but those of a reader, and
 * for a public repository no token.
 *
 * Errors: those of the checkout and its settings, `REMOTE_UNKNOWN`, `ENVIRONMENT_INVALID`. Everything else is in the document.
 */
export async function verifyRelease(
  request: VerifyRequest,
  world: FlowEnvironment,
  run: Pick<RunOptions, 'reporter' | 'signal'>,
): Promise<VerifyDocument> {
  const stage = await composeVerify(request, world);
  const report = await stage.run({ ...run, mode: 'apply' });
  return verifyDocument(stage, report, world.http.sent);
}
