import { evaluate, evaluateText } from '../workflow/expressions.ts';
import type { Scope } from '../workflow/expressions.ts';
import type { HostRepository } from '../run/host.ts';
import { githubContext } from '../run/run-facts.ts';
import type { GitHubUrls, RunFacts } from '../run/run-facts.ts';
import type { StartingEvent } from './starting-event.ts';
import { field } from '../workflow/template.ts';
import type { Template, Value } from '../workflow/template.ts';
import type { Trigger, Workflow } from '../workflow/workflow.ts';

/** A run without its id, number and title. */
export type PlannedRun = Omit<RunFacts, 'id' | 'number' | 'title'>;

/** Plans the run of a workflow for an event. */
export function planRun(
  workflow: Workflow,
  trigger: Trigger,
  event: StartingEvent,
  depth: number,
): PlannedRun {
  return {
    workflow,
    workflowSha: event.workflowSha,
    attempt: 1,
    event: event.event,
    payload: event.payload,
    ref: event.ref,
    sha: event.sha,
    actor: event.actor,
    headRef: event.headRef,
    baseRef: event.baseRef,
    fork: event.fork,
    inputs: event.event === 'workflow_dispatch' ? dispatchInputs(trigger, event.payload) : {},
    depth,
  };
}

/** Builds the `inputs` context from the payload and the defaults, with the declared types. */
function dispatchInputs(trigger: Trigger, payload: Value): Readonly<Record<string, Value>> {
  const sent = ((payload as Readonly<Record<string, Value>>)['inputs'] ?? {}) as Readonly<
    Record<string, Value>
  >;
  return Object.fromEntries(
    Object.entries(trigger.inputs).map(([name, input]) => {
      const text = sent[name] ?? input.default ?? (input.type === 'boolean' ? 'false' : '');
      if (input.type === 'boolean') return [name, text === true || text === 'true'];
      return [name, input.type === 'number' && text !== '' ? Number(text) : text];
    }),
  );
}

/** Builds the scope for expressions at the top level of a workflow. */
export function runScope(
  run: PlannedRun & Partial<RunFacts>,
  repository: HostRepository,
  urls: GitHubUrls,
  variables: Readonly<Record<string, string>>,
): Scope {
  return {
    contexts: { github: githubContext(run, repository, urls), inputs: run.inputs, vars: variables },
  };
}

/** Returns the title of a run: `run-name`, otherwise the title of the event, otherwise the name of the workflow. */
export function runTitle(workflow: Workflow, suggested: string | undefined, scope: Scope): string {
  const named = workflow.runName === undefined ? '' : evaluateText(workflow.runName, scope).trim();
  if (named !== '') return named;
  return suggested === undefined || suggested === '' ? workflow.name : suggested;
}

/** Evaluated `concurrency` of a run. */
export interface Concurrency {
  readonly group: string | undefined;
  readonly cancelInProgress: boolean;
  readonly keep: 'single' | 'max';
}

/** Evaluates `concurrency`, which is a group name or a mapping. */
export function concurrencyOf(template: Template | undefined, scope: Scope): Concurrency {
  const group = template?.kind === 'mapping' ? field(template, 'group') : template;
  const cancel = field(template, 'cancel-in-progress');
  const queue = field(template, 'queue');
  const name = group === undefined ? '' : evaluateText(group, scope);
  return {
    group: name === '' ? undefined : name,
    cancelInProgress: cancel !== undefined && evaluate(cancel, scope) === true,
    keep: queue !== undefined && evaluate(queue, scope) === 'max' ? 'max' : 'single',
  };
}
