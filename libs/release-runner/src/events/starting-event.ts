import type { BareRepository } from '../run/bare-repository.ts';
import { pick, pickText } from '../run/host.ts';
import type { HostEvent, HostRepository } from '../run/host.ts';
import { shortRef } from '../run/run-facts.ts';
import type { Value } from '../workflow/template.ts';
import { asksToSkip } from './triggers.ts';
import type { Occurrence } from './triggers.ts';

/** An event that may start runs, with the facts for its runs. */
export interface StartingEvent extends Occurrence {
  readonly payload: Value;
  /** `GITHUB_SHA`. */
  readonly sha: string;
  /** The commit of the workflow files. */
  readonly workflowSha: string;
  readonly actor: string;
  /** Head commit, branch and repository in the list of runs. */
  readonly headSha: string;
  readonly headBranch: string | null;
  readonly headRepository: string;
  /** Branches of a pull request; empty for other events. */
  readonly headRef: string;
  readonly baseRef: string;
  readonly fork: boolean;
  /** Title of a run without `run-name`; `undefined` for the name of the workflow. */
  readonly title: string | undefined;
  /** Run id that the dispatch returned. */
  readonly runId: number | undefined;
  /** Id of the completed run. */
  readonly completedRun: number | undefined;
}

/** The empty tree, for the comparison with a first push. */
const EMPTY_TREE = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';

/** Converts an event of the host to events for workflows: none when GitHub would start nothing, two for a pull request. */
export async function startingEvents(
  event: HostEvent,
  repository: HostRepository,
  git: BareRepository,
): Promise<readonly StartingEvent[]> {
  if (!event.startsRuns || pick(event.payload, 'deleted') === true) return [];
  const sha = await git.commit(event.sha);
  if (sha === undefined) return [];
  const base: StartingEvent = {
    event: event.name,
    ref: event.ref,
    sha,
    workflowSha: sha,
    payload: event.payload as Value,
    actor: event.actor,
    action: pickText(event.payload, 'action'),
    headSha: sha,
    headBranch: shortRef(event.ref),
    headRepository: repository.fullName,
    headRef: '',
    baseRef: '',
    fork: false,
    baseBranch: undefined,
    completed: undefined,
    dispatched: undefined,
    changedFiles: [],
    title: undefined,
    runId: undefined,
    completedRun: undefined,
  };
  switch (event.name) {
    case 'push':
      return await pushEvents(base, event, repository, git);
    case 'pull_request':
      return await pullRequestEvents(base, event, repository, git);
    case 'workflow_run':
      return [workflowRunEvent(base, event)];
    case 'workflow_dispatch':
      return [{ ...base, dispatched: event.workflow, runId: event.runId }];
    default:
      return [base];
  }
}

async function pushEvents(
  base: StartingEvent,
  event: HostEvent,
  repository: HostRepository,
  git: BareRepository,
): Promise<readonly StartingEvent[]> {
  const message = await git.message(base.sha);
  if (asksToSkip(message)) return [];
  const title = message.split('\n')[0] ?? '';
  if (!event.ref.startsWith('refs/heads/')) return [{ ...base, title }];
  const before = pickText(event.payload, 'before') ?? '';
  const known = /^0*$/.test(before) ? undefined : await git.commit(before);
  const isDefault = shortRef(event.ref) === repository.defaultBranch;
  const changedFiles =
    known !== undefined
      ? await git.changedFiles(known, base.sha, '..')
      : isDefault
        ? await git.changedFiles(EMPTY_TREE, base.sha, '..')
        : await git.changedFiles(`refs/heads/${repository.defaultBranch}`, base.sha, '...');
  return [{ ...base, title, changedFiles }];
}

async function pullRequestEvents(
  base: StartingEvent,
  event: HostEvent,
  repository: HostRepository,
  git: BareRepository,
): Promise<readonly StartingEvent[]> {
  const pull = pick(event.payload, 'pull_request');
  const headSha = pickText(pull, 'head', 'sha') ?? base.sha;
  const baseSha = pickText(pull, 'base', 'sha') ?? base.sha;
  const baseRef = pickText(pull, 'base', 'ref') ?? repository.defaultBranch;
  const headRepository = pickText(pull, 'head', 'repo', 'full_name') ?? '';
  const opened: StartingEvent = {
    ...base,
    headSha,
    headBranch: pickText(pull, 'head', 'ref') ?? null,
    headRepository,
    headRef: pickText(pull, 'head', 'ref') ?? '',
    baseRef,
    baseBranch: baseRef,
    fork: headRepository.toLowerCase() !== repository.fullName.toLowerCase(),
    title: pickText(pull, 'title'),
    changedFiles: await git.changedFiles(baseSha, headSha, '...'),
  };
  // The same event with the permissions and files of the base branch. It ignores [skip ci].
  const tip = (await git.commit(`refs/heads/${baseRef}`)) ?? baseSha;
  const target: StartingEvent = {
    ...opened,
    event: 'pull_request_target',
    ref: `refs/heads/${baseRef}`,
    sha: tip,
    workflowSha: tip,
    fork: false,
  };
  return asksToSkip(await git.message(headSha)) ? [target] : [opened, target];
}

function workflowRunEvent(base: StartingEvent, event: HostEvent): StartingEvent {
  const run = pick(event.payload, 'workflow_run');
  const id = pick(run, 'id');
  return {
    ...base,
    completed: {
      workflow: pickText(run, 'name') ?? pickText(event.payload, 'workflow', 'name') ?? '',
      headBranch: pickText(run, 'head_branch') ?? null,
    },
    completedRun: typeof id === 'number' ? id : undefined,
  };
}
