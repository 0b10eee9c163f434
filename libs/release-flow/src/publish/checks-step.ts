import { checkDistributions, decideUpload, readDistribution } from '@heroku-release/pypi-publisher';
import type { Distribution, IndexFile } from '@heroku-release/pypi-publisher';
import { isCodedError, Refuse, settled } from '@heroku-release/release-kit';
import type { Decision, Step } from '@heroku-release/release-kit';
import { known } from '../known.ts';
import { checkPlan, untestedPythons } from '../plan/check-plan.ts';
import { PLAN_FILE } from '../plan/release-plan.ts';
import type { ReleasePlan } from '../plan/release-plan.ts';
import type { LocalFile, PublishContext, PublishTools } from './context.ts';
import { isOut } from './context.ts';

interface Seen {
  readonly distributions: readonly Distribution[];
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
  readonly indexFiles: readonly IndexFile[];
}

/** Everything that could still be wrong, looked at before anything is written: plan, tag, files, metadata, index. */
export function checksStep(tools: PublishTools): Step<PublishContext, Seen, never> {
  return {
    name: 'checks',
    needs: [],
    observe: async (context, io) => {
      if (isOut(context)) return { distributions: [], problems: [], warnings: [], indexFiles: [] };
      const plan = known(context.plan, 'the plan');
      const built = known(context.localFiles, 'the files').filter(({ name }) => name !== PLAN_FILE);
      const unlike = filesUnlikePlan(plan, built);
      if (unlike.length > 0) return { distributions: [], problems: unlike, warnings: [], indexFiles: [] };
      const read = await Promise.all(built.map(tryRead));
      const distributions = read.filter((file) => typeof file !== 'string');
      const unreadable = read.filter((file) => typeof file === 'string');
      if (unreadable.length > 0) {
        return { distributions: [], problems: unreadable, warnings: [], indexFiles: [] };
      }
      const found = await checkDistributions(distributions, { name: plan.name, version: plan.version });
      const told = found.map(({ file, message, severity }) => ({ text: `${file} ${message}`, severity }));
      const warnings = told.filter(({ severity }) => severity === 'warning').map(({ text }) => text);
      for (const warning of warnings) io.note(warning);
      return {
        distributions,
        warnings,
        problems: told.filter(({ severity }) => severity === 'error').map(({ text }) => text),
        indexFiles: await tools.publisher.index(plan.name, { signal: io.signal }),
      };
    },
    decide: (context, value) =>
      isOut(context) ? settled('the release is out') : decide(context, value as Seen, tools),
    act: () => Promise.reject(new Error('checks have nothing to do')),
    learn: (context, { distributions }) => ({ ...context, distributions }),
  };
}

/** A built file, or what is wrong with it: a file that cannot be read is no better on the next run. */
async function tryRead({ path }: LocalFile): Promise<Distribution | string> {
  try {
    return await readDistribution(path);
  } catch (error) {
    if (isCodedError(error) && error.code === 'PYPI_DISTRIBUTION_INVALID') return error.message;
    throw error;
  }
}

function decide(context: PublishContext, seen: Seen, tools: PublishTools): Decision<never> {
  const plan = known(context.plan, 'the plan');
  const contradictions = checkPlan(plan, {
    repository: tools.repository,
    tag: context.tagName,
    version: known(context.version, 'the version'),
    commit: known(context.tag, 'the tag').commitSha,
  });
  const problems = [...contradictions, ...seen.problems];
  if (problems.length > 0) return new Refuse('PLAN_DIFFERS', problems.join('; '), NEXT);
  const untested = untestedPythons(plan);
  if (untested.length > 0) {
    const names = untested.join(', ');
    return new Refuse(
      'PLAN_UNTESTED',
      `the plan holds no passed test of these files on Python ${names}`,
      NEXT,
    );
  }
  const decisions = seen.distributions.map((distribution) => decideUpload(distribution, seen.indexFiles));
  const conflicts = decisions.filter(({ kind }) => kind === 'conflict').map(({ because }) => because);
  if (conflicts.length > 0) {
    return new Refuse(
      'INDEX_CONFLICT',
      `version ${plan.version} is on the index with other files: ${conflicts.join('; ')}`,
      'A file on the index is never replaced. Fix forward: draft the next version.',
    );
  }
  const passed = plan.tests.filter(({ outcome }) => outcome === 'passed').map(({ python }) => python);
  const tested =
    passed.length === 0 ? 'tests were skipped by a setting' : `tested on Python ${passed.join(', ')}`;
  return settled(`${seen.distributions.length} distributions agree with plan, tag and index; ${tested}`);
}

const NEXT = 'Nothing was published. Draft the next version; its files are built and tested anew.';

/** Names, sizes and hashes of the unpacked files against the plan's. Pure. */
export function filesUnlikePlan(plan: ReleasePlan, files: readonly LocalFile[]): string[] {
  const problems: string[] = [];
  for (const planned of plan.artifacts) {
    const file = files.find(({ name }) => name === planned.name);
    if (file === undefined) problems.push(`${planned.name} is in the plan and not in the artifact`);
    else if (file.sha256 !== planned.sha256 || file.size !== planned.size) {
      problems.push(`${planned.name} is not the file of the plan (sha256 ${file.sha256})`);
    }
  }
  for (const { name } of files) {
    if (!plan.artifacts.some((planned) => planned.name === name)) {
      problems.push(`${name} is in the artifact and not in the plan`);
    }
  }
  return problems;
}
