import { parseAction, readActionFile } from '../actions/action-metadata.ts';
import type { BareRepository } from '../run/bare-repository.ts';
import { RunnerError } from '../errors.ts';
import type { Finding } from '../errors.ts';
import { evaluate } from '../workflow/expressions.ts';
import { KNOWN_ACTIONS, parseUses } from '../actions/known-actions.ts';
import { machineLabels } from '../workflow/machine-labels.ts';
import { expandMatrix } from '../workflow/matrix.ts';
import { SHELLS } from '../steps/shells.ts';
import { entriesOf, expressionsIn, field, literalText } from '../workflow/template.ts';
import type { Template } from '../workflow/template.ts';
import type { Workflow, WorkflowJob, WorkflowStep } from '../workflow/workflow.ts';

/** Sources of the actions in a workflow. */
export interface ActionSources {
  /** Folders with an `action.yml`, by `owner/name/path`. */
  readonly actions: ReadonlyMap<string, string>;
  /** Repository for `./path`. */
  readonly repository: BareRepository;
  /** Commit for `./path`. */
  readonly commit: string;
}

/** Lists what the runner does not support in the jobs and steps of a workflow, before anything starts. */
export async function inspectWorkflow(
  workflow: Workflow,
  sources: ActionSources,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  const note = (line: number, what: string) => findings.push({ file: workflow.path, line, what });
  for (const job of workflow.jobs) {
    for (const label of foreignMachines(job)) note(job.runsOn?.line ?? job.line, `runs-on ${label}`);
    const shells = [workflow.defaults.shell, job.defaults.shell, ...job.steps.map(shellOf)];
    for (const shell of shells) {
      const name = literalText(shell);
      if (name !== undefined && !SHELLS.has(name)) note(shell?.line ?? job.line, `shell ${name}`);
    }
    for (const step of job.steps) {
      for (const what of await unknownInStep(step, sources)) note(step.line, what);
    }
  }
  return findings;
}

function shellOf(step: WorkflowStep): Template | undefined {
  return step.work.kind === 'run' ? step.work.shell : undefined;
}

/** Lists the Windows and macOS labels of a job, also those of a literal matrix. */
function foreignMachines({ runsOn, strategy }: WorkflowJob): readonly string[] {
  if (runsOn === undefined) return [];
  const matrix = field(strategy, 'matrix');
  const known = matrix === undefined || expressionsIn(matrix).length === 0;
  if (!known) return [];
  const combinations = expandMatrix(matrix === undefined ? undefined : evaluate(matrix, { contexts: {} }));
  const labels = combinations.flatMap((combination) => {
    try {
      return machineLabels(evaluate(runsOn, { contexts: { matrix: combination } }));
    } catch {
      return []; // needs contexts that do not exist yet
    }
  });
  return [...new Set(labels)].filter((label) => /^(windows|macos)/i.test(label));
}

async function unknownInStep(step: WorkflowStep, sources: ActionSources): Promise<readonly string[]> {
  if (step.work.kind === 'run') return [];
  const { uses, inputs } = step.work;
  if (uses === '') return []; // another kind of step, reported when the file is parsed
  if (uses.startsWith('./')) {
    const folder = uses.slice(2).replace(/\/$/, '');
    const text =
      (await sources.repository.file(sources.commit, `${folder}/action.yml`)) ??
      (await sources.repository.file(sources.commit, `${folder}/action.yaml`));
    return text === undefined ? [`uses ${uses}: no action.yml there`] : unknownInAction(text, uses);
  }
  const parsed = parseUses(uses);
  if (parsed === undefined) return [`uses ${uses}`];
  const folder = sources.actions.get(parsed.action);
  if (folder !== undefined) return unknownInAction(await readActionFile(folder), uses);
  const known = KNOWN_ACTIONS.get(parsed.action.toLowerCase());
  if (known === undefined) return [`uses ${uses}`];
  return entriesOf(inputs)
    .map((entry) => entry.key)
    .filter((key) => !known.supported.includes(key) && !known.ignored.includes(key))
    .map((key) => `uses ${parsed.action} with ${key}`);
}

function unknownInAction(text: string, uses: string): readonly string[] {
  const action = parseAction(text, uses);
  return 'unknown' in action ? [`uses ${uses}: ${action.unknown}`] : [];
}

/** Makes the error for what the runner does not support in a workflow. */
export function unknownError(findings: readonly Finding[]): RunnerError {
  const [first] = findings;
  const more = findings.length > 1 ? ` and ${findings.length - 1} more` : '';
  return new RunnerError(
    'RUNNER_UNKNOWN',
    `${first?.file ?? ''}:${first?.line ?? 1}: the runner does not support ${first?.what ?? ''}${more}`,
    {
      findings,
      hint: 'Give the runner a folder for the action, or list the workflows to play without this one.',
    },
  );
}
