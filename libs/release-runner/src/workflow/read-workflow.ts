import { callsFunction, conditionOf } from './expressions.ts';
import { RunnerError, listFindings } from '../errors.ts';
import type { Finding } from '../errors.ts';
import { loadParser } from './parser-module.ts';
import { readTriggers } from './read-triggers.ts';
import { entriesOf, expressionsIn, field, literalText, literalTexts, readTemplate } from './template.ts';
import type { Place, Template } from './template.ts';
import type { RunDefaults, Workflow, WorkflowJob, WorkflowStep } from './workflow.ts';

/** A workflow file and what the runner does not support in it. */
export interface ReadWorkflow {
  readonly workflow: Workflow;
  /** Empty when the runner supports everything in the file, apart from the actions that it uses. */
  readonly unknown: readonly Finding[];
}

/** Unsupported keys that change what a job does. */
const UNSUPPORTED_JOB_KEYS = ['uses', 'container', 'services', 'snapshot'];

/** Keys of a step that are in the schema and unsupported. */
const UNSUPPORTED_STEP_KEYS = ['background', 'wait', 'wait-all', 'cancel', 'parallel'];

/**
 * Parses a workflow file and checks it against GitHub's schema, including the contexts of its expressions.
 *
 * @throws RunnerError `RUNNER_WORKFLOW_INVALID` with the places, when GitHub would reject the file
 */
export async function readWorkflow(path: string, text: string): Promise<ReadWorkflow> {
  const parser = await loadParser();
  const { context, value } = parser.parseWorkflow(
    { name: path, content: text },
    new parser.NoOperationTraceWriter(),
  );
  if (value !== undefined) await parser.convertWorkflowTemplate(context, value);
  const invalid = context.errors.getErrors().map((error) => ({
    file: path,
    line: error.range?.start.line ?? 1,
    what: error.rawMessage,
  }));
  if (value === undefined || invalid.length > 0) {
    throw new RunnerError('RUNNER_WORKFLOW_INVALID', `GitHub would reject ${listFindings(invalid)}`, {
      findings: invalid,
      hint: 'Correct the workflow file; actionlint shows the same places.',
    });
  }
  const unknown: Finding[] = [];
  const note = (place: Place, what: string) => unknown.push({ file: path, line: place.line, what });
  const root = readTemplate(parser, value, (place) => note(place, 'a key that is an expression'));
  for (const { expression, ...place } of expressionsIn(root)) {
    if (callsFunction(expression, 'hashFiles')) note(place, 'the function hashFiles');
  }
  const jobs = entriesOf(field(root, 'jobs')).map(({ key, value: job, ...place }) => {
    for (const entry of entriesOf(job)) {
      if (UNSUPPORTED_JOB_KEYS.includes(entry.key)) note(entry, `job ${key}: ${entry.key}`);
    }
    const steps = field(job, 'steps');
    for (const step of steps?.kind === 'sequence' ? steps.items : []) {
      for (const entry of entriesOf(step)) {
        if (UNSUPPORTED_STEP_KEYS.includes(entry.key)) note(entry, `a step with ${entry.key}`);
      }
    }
    return readJob(key, job, place);
  });
  const workflow: Workflow = {
    path,
    name: literalText(field(root, 'name')) ?? path,
    runName: field(root, 'run-name'),
    triggers: readTriggers(field(root, 'on')),
    permissions: field(root, 'permissions'),
    env: field(root, 'env'),
    concurrency: field(root, 'concurrency'),
    defaults: readDefaults(root),
    jobs,
  };
  return { workflow, unknown };
}

function readDefaults(template: Template): RunDefaults {
  const run = field(field(template, 'defaults'), 'run');
  return { shell: field(run, 'shell'), workingDirectory: field(run, 'working-directory') };
}

function readJob(id: string, job: Template, { line, column }: Place): WorkflowJob {
  const steps = field(job, 'steps');
  return {
    line,
    column,
    id,
    name: field(job, 'name'),
    needs: literalTexts(field(job, 'needs')),
    condition: conditionOf(field(job, 'if')),
    runsOn: field(job, 'runs-on'),
    permissions: field(job, 'permissions'),
    environment: field(job, 'environment'),
    concurrency: field(job, 'concurrency'),
    strategy: field(job, 'strategy'),
    env: field(job, 'env'),
    outputs: field(job, 'outputs'),
    defaults: readDefaults(job),
    timeoutMinutes: field(job, 'timeout-minutes'),
    continueOnError: field(job, 'continue-on-error'),
    steps: steps?.kind === 'sequence' ? steps.items.map(readStep) : [],
  };
}

function readStep(step: Template): WorkflowStep {
  const script = field(step, 'run');
  return {
    line: step.line,
    column: step.column,
    id: literalText(field(step, 'id')),
    name: field(step, 'name'),
    condition: conditionOf(field(step, 'if')),
    env: field(step, 'env'),
    timeoutMinutes: field(step, 'timeout-minutes'),
    continueOnError: field(step, 'continue-on-error'),
    work:
      script === undefined
        ? { kind: 'uses', uses: literalText(field(step, 'uses')) ?? '', inputs: field(step, 'with') }
        : {
            kind: 'run',
            script,
            shell: field(step, 'shell'),
            workingDirectory: field(step, 'working-directory'),
          },
  };
}
