import { join } from 'node:path';
import { isCodedError } from '@heroku-release/release-kit';
import type { StepIo } from '@heroku-release/release-kit';
import { parseReleasePlan, PLAN_FILE } from '../../plan/release-plan.ts';
import { isGone } from './found-artifact.ts';
import type { FoundArtifact } from './found-artifact.ts';
import type { PublishServices } from './publish-input.ts';
import type { FetchedFiles } from './tested-files.ts';
import { unpackArtifact } from './unpack-artifact.ts';

type Found = Extract<FoundArtifact, { readonly kind: 'found' }>;
type Gone = Extract<FoundArtifact, { readonly kind: 'gone' }>;

/** Downloads an artifact, compares its digest, and unpacks it. One request, and one to the storage. */
export async function downloadArtifact(
  found: Found,
  services: PublishServices,
  io: StepIo,
): Promise<FetchedFiles | Gone> {
  const { artifact, from, notes, sha256: wanted } = found;
  const { github, files, workFolder } = services;
  io.progress(`fetching artifact ${artifact.id} (${Math.ceil(artifact.size / 1024)} KB)`);
  const zip = join(workFolder, 'artifact.zip');
  try {
    const { stream } = await github.runs.downloadArtifact(artifact.id);
    const { sha256 } = await files.writeStream(zip, stream);
    if (wanted !== undefined && sha256 !== wanted) {
      const because = `the downloaded artifact has sha256 ${sha256}, but it must have ${wanted}`;
      return { kind: 'wrong', code: 'ARTIFACT_DIFFERS', because };
    }
    const unpacked = await unpackArtifact(zip, join(workFolder, 'dist'), files);
    const planFile = unpacked.find(({ name }) => name === PLAN_FILE);
    if (planFile === undefined) {
      const because = `the artifact does not contain ${PLAN_FILE}`;
      return { kind: 'wrong', code: 'ARTIFACT_DIFFERS', because };
    }
    const plan = parseReleasePlan(await files.readText(planFile.path));
    return { kind: 'fetched', from, tested: { plan, files: unpacked }, notes };
  } catch (error) {
    if (isGone(error)) return { kind: 'gone', because: `artifact ${artifact.id} was deleted` };
    return wrongFiles(error);
  }
}

/** The refusal for files that no other run can read either; throws every other error. */
export function wrongFiles(error: unknown): FetchedFiles {
  if (isCodedError(error) && (error.code === 'ARTIFACT_DIFFERS' || error.code === 'PLAN_INVALID')) {
    return { kind: 'wrong', code: error.code, because: error.message };
  }
  throw error;
}
