import { checkDistributions, planUploads, readDistribution } from '@heroku-release/pypi-publisher';
import type { Distribution, IndexFile } from '@heroku-release/pypi-publisher';
import { check, isCodedError, settled } from '@heroku-release/release-kit';
import type { CheckDecision, StepIo } from '@heroku-release/release-kit';
import { refuse } from '../../errors.ts';
import { fixForward } from '../../plan/next-command.ts';
import { checkPlan, untestedPythons } from '../../plan/check-plan.ts';
import { PLAN_FILE } from '../../plan/release-plan.ts';
import type { TestedFiles } from './tested-files.ts';
import { filesUnlikePlan } from './files-unlike-plan.ts';
import type { ReleaseTag } from './find-tag.ts';
import type { LocalFile } from './local-file.ts';
import type { PublishInput } from './publish-input.ts';

/** Distributions that agree with plan and tag, and the files of the project on the index. */
export interface FileChecks {
  readonly distributions: readonly Distribution[];
  readonly indexFiles: readonly IndexFile[];
}

type Facts = PublishInput & { readonly tag: ReleaseTag; readonly artifact: TestedFiles };

interface Seen extends FileChecks {
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
}

/** Everything that could still be wrong, checked before anything is written: plan, tag, files, metadata, index. */
export const checkFiles = check({
  needs: [],
  observe: async ({ services, artifact }: Facts, io: StepIo): Promise<Seen> => {
    const { plan } = artifact;
    const built = artifact.files.filter(({ name }) => name !== PLAN_FILE);
    const unlike = filesUnlikePlan(plan, built);
    if (unlike.length > 0) return problems(unlike);
    const read = await Promise.all(built.map(tryRead));
    const distributions = read.filter((file) => typeof file !== 'string');
    const unreadable = read.filter((file) => typeof file === 'string');
    if (unreadable.length > 0) return problems(unreadable);
    const found = await checkDistributions(distributions, { name: plan.name, version: plan.version });
    const texts = (wanted: 'error' | 'warning') =>
      found.filter(({ severity }) => severity === wanted).map(({ file, message }) => `${file} ${message}`);
    return {
      distributions,
      problems: texts('error'),
      warnings: texts('warning'),
      indexFiles: await services.publisher.listFiles(plan.name, { signal: io.signal }),
    };
  },
  decide: ({ services, tagName, tag, artifact }: Facts, seen: Seen): CheckDecision<FileChecks> => {
    const { plan } = artifact;
    const { repository } = services;
    const { version, commitSha: commit } = tag;
    const contradictions = checkPlan(plan, { repository, tag: tagName, version, commit });
    const problems = [...contradictions, ...seen.problems];
    if (problems.length > 0) return refuse('PLAN_DIFFERS', problems.join('; '), fixForward(version));
    const untested = untestedPythons(plan);
    if (untested.length > 0) {
      const names = untested.join(', ');
      const because = `the plan holds no passed test of these files on Python ${names}`;
      return refuse('PLAN_UNTESTED', because, fixForward(version));
    }
    const { distributions, indexFiles, warnings } = seen;
    const { conflicts } = planUploads(distributions, indexFiles);
    if (conflicts.length > 0) {
      return refuse(
        'INDEX_CONFLICT',
        `version ${plan.version} is on the index with other files: ${conflicts.map(({ because }) => because).join('; ')}`,
        `A file on the index is never replaced. ${fixForward(version)}`,
      );
    }
    const passed = plan.tests.filter(({ outcome }) => outcome === 'passed').map(({ python }) => python);
    const tested =
      passed.length === 0 ? 'tests were skipped by a setting' : `tested on Python ${passed.join(', ')}`;
    return settled(
      { distributions, indexFiles },
      `${distributions.length} distributions agree with plan, tag and index; ${tested}`,
      warnings,
    );
  },
});

const problems = (found: readonly string[]): Seen => ({
  distributions: [],
  indexFiles: [],
  problems: found,
  warnings: [],
});

/** A built file, or what is wrong with it: an unreadable file does not get better on the next run. */
async function tryRead({ path }: LocalFile): Promise<Distribution | string> {
  try {
    return await readDistribution(path);
  } catch (error) {
    if (isCodedError(error) && error.code === 'PYPI_DISTRIBUTION_INVALID') return error.message;
    throw error;
  }
}
