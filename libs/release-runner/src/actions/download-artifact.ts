import { join, resolve } from 'node:path';
import { mkdir } from 'node:fs/promises';
import { RunnerError } from '../errors.ts';
import { matchesPatterns } from '../workflow/filter-pattern.ts';
import type { ActionStep, KnownAction } from './known-action.ts';
import { unzipInto } from '../artifacts/zip.ts';

/** `actions/download-artifact`: downloads artifacts of earlier jobs in the same run. Other runs are not supported. */
export const downloadArtifact: KnownAction = {
  supported: ['name', 'path', 'pattern', 'merge-multiple'],
  ignored: ['digest-mismatch'],
  play,
};

async function play(step: ActionStep): Promise<void> {
  const { inputs, artifacts, log } = step;
  const target = resolve(step.workspace, inputs['path'] ?? '.');
  await mkdir(target, { recursive: true });
  step.setOutput('download-path', target);
  const name = inputs['name'] ?? '';
  if (name !== '') {
    const id = artifacts.find(name);
    if (id === undefined) {
      throw new RunnerError(
        'RUNNER_ARTIFACT_REFUSED',
        `Unable to download artifact(s): Artifact not found for name: ${name}`,
        { hint: 'An earlier job of the run must have uploaded it, and this job must need that job.' },
      );
    }
    await unzipInto(zipOf(step, id), target);
    log.info(`Downloaded ${name} to ${target}`);
    return;
  }
  const pattern = inputs['pattern'] ?? '';
  for (const [each, id] of artifacts.all()) {
    if (pattern !== '' && !matchesPatterns([pattern], each)) continue;
    await unzipInto(zipOf(step, id), inputs['merge-multiple'] === 'true' ? target : join(target, each));
    log.info(`Downloaded ${each}`);
  }
}

function zipOf(step: ActionStep, id: number): Uint8Array {
  const zip = step.github.artifactZip(id);
  if (zip === undefined)
    throw new RunnerError('RUNNER_ARTIFACT_REFUSED', `the artifact ${id} does not exist or has expired`);
  return zip;
}
