import { z } from 'zod';
import { sha } from '../connection/schemas.ts';

/** A run of a workflow. */
export interface WorkflowRun {
  readonly id: number;
  /** The `run-name`, else the title of the event that started it. */
  readonly title: string;
  /** The workflow's file, such as `.github/workflows/package.yml`, without a suffix `@ref`. */
  readonly path: string;
  readonly event: string;
  readonly headSha: string;
  /** A branch, or for a tag push the tag's name; absent for some events. */
  readonly headBranch?: string | undefined;
  /** `owner/name`; the fork's for a pull request from a fork. */
  readonly headRepository?: string | undefined;
  /** `completed` when it has a conclusion. */
  readonly status: string;
  readonly conclusion?: string | undefined;
  /** From 1. */
  readonly attempt: number;
  /** ISO 8601. */
  readonly createdAt: string;
  /** The web page. */
  readonly url: string;
}

/** Files that a run uploaded. */
export interface Artifact {
  readonly id: number;
  readonly name: string;
  /** Stored bytes, normally of a zip. */
  readonly size: number;
  /** `sha256:<hex>` of the stored bytes; absent on servers that do not state it. */
  readonly digest?: string | undefined;
  readonly expired: boolean;
  /** ISO 8601. */
  readonly expiresAt?: string | undefined;
  readonly runId?: number | undefined;
  readonly headSha?: string | undefined;
}

/** A run in a REST response. */
export const restRun = z
  .object({
    id: z.number(),
    display_title: z.string().nullish(),
    name: z.string().nullish(),
    path: z.string(),
    event: z.string(),
    head_sha: sha,
    head_branch: z.string().nullish(),
    head_repository: z.object({ full_name: z.string() }).nullish(),
    status: z.string().nullish(),
    conclusion: z.string().nullish(),
    run_attempt: z.number().nullish(),
    created_at: z.string(),
    html_url: z.string(),
  })
  .transform((run): WorkflowRun => ({
    id: run.id,
    title: run.display_title ?? run.name ?? '',
    path: run.path.replace(/@.*$/, ''),
    event: run.event,
    headSha: run.head_sha,
    headBranch: run.head_branch ?? undefined,
    headRepository: run.head_repository?.full_name,
    status: run.status ?? 'unknown',
    conclusion: run.conclusion ?? undefined,
    attempt: run.run_attempt ?? 1,
    createdAt: run.created_at,
    url: run.html_url,
  }));

/** An artifact in a REST response. */
export const restArtifact = z
  .object({
    id: z.number(),
    name: z.string(),
    size_in_bytes: z.number(),
    digest: z.string().nullish(),
    expired: z.boolean(),
    expires_at: z.string().nullish(),
    workflow_run: z.object({ id: z.number().nullish(), head_sha: z.string().nullish() }).nullish(),
  })
  .transform((artifact): Artifact => ({
    id: artifact.id,
    name: artifact.name,
    size: artifact.size_in_bytes,
    digest: artifact.digest ?? undefined,
    expired: artifact.expired,
    expiresAt: artifact.expires_at ?? undefined,
    runId: artifact.workflow_run?.id ?? undefined,
    headSha: artifact.workflow_run?.head_sha ?? undefined,
  }));
