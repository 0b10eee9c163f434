import { GitHubError } from '@heroku-release/gh-ops';
import type { Artifact, WorkflowRun } from '@heroku-release/gh-ops';
import type { PublishServices } from './publish-input.ts';

/** The artifact to publish, before it is downloaded. */
export type FoundArtifact =
  | {
      readonly kind: 'found';
      readonly artifact: Artifact;
      /** SHA-256 that the download must have; undefined when nothing states it. */
      readonly sha256: string | undefined;
      /** Such as `artifact 12 of run 11`. */
      readonly from: string;
      /** Remarks for the report. */
      readonly notes: readonly string[];
    }
  /** It contradicts the tag. */
  | { readonly kind: 'wrong'; readonly code: 'ARTIFACT_DIFFERS'; readonly because: string }
  /** It existed and was deleted, by a person or by time. */
  | { readonly kind: 'gone'; readonly because: string }
  /** No run has packaged the commit; `runId` is one that could. */
  | {
      readonly kind: 'unpackaged';
      readonly because: string;
      readonly runId: number | undefined;
      readonly running: boolean;
    };

/** Why a run is not a packaging of this commit by this repository; its conclusion is not considered. Pure. */
export function foreignRun(
  run: WorkflowRun,
  commit: string,
  { repository, packageWorkflow }: PublishServices,
): string | undefined {
  if (run.path !== `.github/workflows/${packageWorkflow}`) return `run ${run.id} belongs to ${run.path}`;
  if (run.event !== 'push') return `run ${run.id} was started by ${run.event}, not by a push`;
  if (run.headSha !== commit) return `run ${run.id} packaged ${run.headSha}, but the tag is on ${commit}`;
  if (run.headRepository?.toLowerCase() !== repository.toLowerCase()) {
    return `run ${run.id} belongs to ${run.headRepository ?? 'a deleted repository'}`;
  }
  return undefined;
}

/** Whether GitHub says that something does not exist any more. */
export function isGone(error: unknown): error is GitHubError {
  return error instanceof GitHubError && (error.code === 'GITHUB_NOT_FOUND' || error.code === 'GITHUB_GONE');
}
