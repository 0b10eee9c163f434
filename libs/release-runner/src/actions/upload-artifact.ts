import { artifactFiles, checkArtifactName } from '../artifacts/artifact-files.ts';
import { RunnerError } from '../errors.ts';
import type { ActionStep, KnownAction } from './known-action.ts';
import { zipFiles } from '../artifacts/zip.ts';

/** `actions/upload-artifact`: stores files of the run, under the rules of the service for names and repeated uploads. */
export const uploadArtifact: KnownAction = {
  supported: ['name', 'path', 'if-no-files-found', 'retention-days', 'overwrite', 'include-hidden-files'],
  ignored: ['compression-level'],
  play,
};

async function play(step: ActionStep): Promise<void> {
  const { inputs, artifacts, github, log } = step;
  const name = checkArtifactName(inputs['name'] ?? 'artifact');
  const files = await artifactFiles(inputs['path'] ?? '', step.workspace, {
    hidden: inputs['include-hidden-files'] === 'true',
  });
  if (files.length === 0) {
    const message = `No files were found with the provided path: ${inputs['path'] ?? ''}. No artifacts will be uploaded.`;
    const policy = inputs['if-no-files-found'] ?? 'warn';
    if (policy === 'error') throw new RunnerError('RUNNER_ARTIFACT_REFUSED', message);
    if (policy === 'warn') log.annotate('warning', message);
    else log.info(message);
    return;
  }
  const days = Number(inputs['retention-days'] ?? '90');
  const stored = github.storeArtifact({
    runId: step.runId,
    name,
    zip: await zipFiles(files),
    retentionDays: days > 0 ? days : 90,
    overwrite: inputs['overwrite'] === 'true',
  });
  artifacts.put(name, stored.id);
  for (const file of files) log.info(`  ${file.name}`);
  log.info(
    `Artifact ${name} has been successfully uploaded: ${stored.id}, ${stored.size_in_bytes} bytes, ${stored.digest}`,
  );
  step.setOutput('artifact-id', String(stored.id));
  step.setOutput('artifact-digest', stored.digest.replace(/^sha256:/, ''));
  step.setOutput(
    'artifact-url',
    `${step.serverUrl}/${step.repository.fullName}/actions/runs/${step.runId}/artifacts/${stored.id}`,
  );
}
