import { matchesPatterns } from '../workflow/filter-pattern.ts';
import type { Trigger, Workflow } from '../workflow/workflow.ts';

/** The facts about an event that decide whether it starts a workflow. */
export interface Occurrence {
  readonly event: string;
  /** Full ref of a push, such as `refs/tags/v1.2.3`. */
  readonly ref: string;
  /** `action` of the payload, when it has one. */
  readonly action: string | undefined;
  /** Base branch of a pull request. */
  readonly baseBranch: string | undefined;
  /** Name of the workflow whose run completed, and the head branch of that run. */
  readonly completed: { readonly workflow: string; readonly headBranch: string | null } | undefined;
  /** Path of the workflow that was dispatched. */
  readonly dispatched: string | undefined;
  /** Files that the push or the pull request changes. */
  readonly changedFiles: readonly string[];
}

/** Activity types that start a workflow without `types`. An unlisted event starts it with every type. */
const DEFAULT_TYPES: Readonly<Record<string, readonly string[]>> = {
  pull_request: ['opened', 'synchronize', 'reopened'],
  pull_request_target: ['opened', 'synchronize', 'reopened'],
};

/** Finds the entry of `on:` that starts the workflow; `undefined` when the event does not start it. */
export function startingTrigger(workflow: Workflow, occurrence: Occurrence): Trigger | undefined {
  return workflow.triggers.find(
    (trigger) => trigger.event === occurrence.event && matches(workflow, trigger, occurrence),
  );
}

function matches(workflow: Workflow, trigger: Trigger, occurrence: Occurrence): boolean {
  switch (occurrence.event) {
    case 'push':
      return matchesPush(trigger, occurrence);
    case 'pull_request':
    case 'pull_request_target':
      return (
        matchesType(trigger, occurrence) &&
        matchesName(trigger, 'branches', occurrence.baseBranch) &&
        matchesPaths(trigger, occurrence.changedFiles)
      );
    case 'workflow_dispatch':
      return occurrence.dispatched === workflow.path;
    case 'workflow_run':
      return (
        matchesType(trigger, occurrence) &&
        occurrence.completed !== undefined &&
        matchesPatterns(trigger.filters['workflows'] ?? [], occurrence.completed.workflow) &&
        matchesName(trigger, 'branches', occurrence.completed.headBranch ?? undefined)
      );
    default:
      return matchesType(trigger, occurrence);
  }
}

function matchesPush(trigger: Trigger, { ref, changedFiles }: Occurrence): boolean {
  const has = (kind: string) =>
    trigger.filters[kind] !== undefined || trigger.filters[`${kind}-ignore`] !== undefined;
  if (ref.startsWith('refs/tags/')) {
    // A filter on branches alone excludes tags, and vice versa. Paths are not checked for tags.
    if (!has('tags')) return !has('branches');
    return matchesName(trigger, 'tags', ref.slice('refs/tags/'.length));
  }
  if (!has('branches') && has('tags')) return false;
  return (
    matchesName(trigger, 'branches', ref.replace(/^refs\/heads\//, '')) && matchesPaths(trigger, changedFiles)
  );
}

function matchesType(trigger: Trigger, { event, action }: Occurrence): boolean {
  const types = trigger.filters['types'] ?? DEFAULT_TYPES[event];
  return types === undefined || action === undefined || types.includes(action);
}

function matchesName(trigger: Trigger, kind: 'branches' | 'tags', name: string | undefined): boolean {
  const wanted = trigger.filters[kind];
  const unwanted = trigger.filters[`${kind}-ignore`];
  if (wanted === undefined && unwanted === undefined) return true;
  if (name === undefined) return false;
  return wanted === undefined ? !matchesPatterns(unwanted ?? [], name) : matchesPatterns(wanted, name);
}

function matchesPaths(trigger: Trigger, changed: readonly string[]): boolean {
  const wanted = trigger.filters['paths'];
  const unwanted = trigger.filters['paths-ignore'];
  if (wanted !== undefined) return changed.some((file) => matchesPatterns(wanted, file));
  if (unwanted !== undefined) return changed.some((file) => !matchesPatterns(unwanted, file));
  return true;
}

/** Whether the commit message asks GitHub to skip the workflows of a push or a pull request. */
export function asksToSkip(message: string): boolean {
  if (/\[(skip ci|ci skip|no ci|skip actions|actions skip)\]/.test(message)) return true;
  const trailers = message.trimEnd().split(/\n\n+/).at(-1) ?? '';
  return message.includes('\n\n') && /^skip-checks:\s*true$/m.test(trailers);
}
