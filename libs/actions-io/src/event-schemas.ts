import { z } from 'zod';
import { REPOSITORY_NAME } from './actions-context.ts';
import type { PullRequestEvent, PushEvent, WorkflowDispatchEvent, WorkflowRunEvent } from './events.ts';

// Unknown keys are allowed; a key that is nullable in GitHub's schema is nullable here.
const sha = z.string().regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/);
const orUndefined = <T>(value: T | null | undefined): T | undefined => value ?? undefined;
const fullName = z.string().regex(REPOSITORY_NAME);
const repository = z
  .object({ full_name: fullName, default_branch: z.string().min(1) })
  .transform((payload) => ({ fullName: payload.full_name, defaultBranch: payload.default_branch }));
const login = z
  .object({ login: z.string() })
  .nullish()
  .transform((payload) => payload?.login);
const repositoryName = z
  .object({ full_name: fullName })
  .nullish()
  .transform((payload) => payload?.full_name);

/** `push`, of branches and tags. */
export const pushPayload = z
  .object({
    ref: z.string().regex(/^refs\/(?:heads|tags)\/.+$/),
    before: sha,
    after: sha,
    created: z.boolean(),
    deleted: z.boolean(),
    forced: z.boolean(),
    head_commit: z.object({ id: sha, timestamp: z.string() }).nullable(),
    base_ref: z.string().nullish(),
    repository,
    sender: login,
  })
  .transform((payload): PushEvent => {
    const refType = payload.ref.startsWith('refs/tags/') ? 'tag' : 'branch';
    const { ref, before, after, created, deleted, forced, head_commit: head, sender } = payload;
    return {
      name: 'push',
      ref,
      refType,
      refName: ref.replace(/^refs\/(?:heads|tags)\//, ''),
      before,
      after,
      created,
      deleted,
      forced,
      commit: head === null ? undefined : { sha: head.id, timestamp: head.timestamp },
      baseRef: orUndefined(payload.base_ref),
      repository: payload.repository,
      sender,
    };
  });

/** `pull_request`. */
export const pullRequestPayload = z
  .object({
    action: z.string(),
    number: z.int().positive(),
    pull_request: z.object({
      node_id: z.string(),
      draft: z.boolean().nullish(),
      merged: z.boolean().nullish(),
      merged_at: z.string().nullable(),
      merge_commit_sha: sha.nullable(),
      head: z.object({ ref: z.string().min(1), sha, repo: repositoryName }),
      base: z.object({ ref: z.string().min(1), sha }),
    }),
    repository,
    sender: login,
  })
  .transform((payload): PullRequestEvent => {
    const pull = payload.pull_request;
    const head = { ref: pull.head.ref, sha: pull.head.sha, repository: pull.head.repo };
    return {
      name: 'pull_request',
      action: payload.action,
      number: payload.number,
      nodeId: pull.node_id,
      draft: pull.draft ?? false,
      merged: pull.merged ?? pull.merged_at !== null,
      mergedAt: orUndefined(pull.merged_at),
      mergeCommitSha: orUndefined(pull.merge_commit_sha),
      head,
      base: pull.base,
      fromFork: head.repository !== payload.repository.fullName,
      repository: payload.repository,
      sender: payload.sender,
    };
  });

/** `workflow_run`. */
export const workflowRunPayload = z
  .object({
    action: z.string(),
    workflow: z.object({ path: z.string() }).nullish(),
    workflow_run: z.object({
      id: z.int(),
      run_attempt: z.int().min(1),
      event: z.string(),
      status: z.string(),
      conclusion: z.string().nullable(),
      head_sha: sha,
      head_branch: z.string().nullable(),
      path: z.string().nullish(),
      workflow_id: z.int(),
      head_repository: repositoryName,
      actor: login,
      html_url: z.string(),
    }),
    repository,
  })
  .transform((payload): WorkflowRunEvent => {
    const run = payload.workflow_run;
    return {
      name: 'workflow_run',
      action: payload.action,
      run: {
        id: run.id,
        attempt: run.run_attempt,
        event: run.event,
        status: run.status,
        conclusion: orUndefined(run.conclusion),
        headSha: run.head_sha,
        headBranch: orUndefined(run.head_branch),
        // The path of the run ends in `@<ref>` when the workflow file comes from another ref.
        path: orUndefined(payload.workflow?.path ?? run.path?.replace(/@.*$/, '')),
        workflowId: run.workflow_id,
        headRepository: run.head_repository,
        actor: run.actor,
        url: run.html_url,
      },
      fromFork: run.head_repository !== payload.repository.fullName,
      repository: payload.repository,
    };
  });

/** `workflow_dispatch`. */
export const workflowDispatchPayload = z
  .object({
    ref: z.string().min(1),
    workflow: z.string().min(1),
    inputs: z.record(z.string(), z.union([z.string(), z.boolean(), z.number()]).transform(String)).nullish(),
    repository,
    sender: login,
  })
  .transform((payload): WorkflowDispatchEvent => ({
    name: 'workflow_dispatch',
    ref: payload.ref,
    workflow: payload.workflow,
    inputs: payload.inputs ?? {},
    repository: payload.repository,
    sender: payload.sender,
  }));
