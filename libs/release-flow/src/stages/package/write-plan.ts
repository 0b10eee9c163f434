import { join } from 'node:path';
import { readSection } from '@heroku-release/changelog';
import type { TestResult } from '@heroku-release/python-project';
import { act, effect, settled } from '@heroku-release/release-kit';
import type { EffectDecision, Planned, Refuse } from '@heroku-release/release-kit';
import { refuse } from '../../errors.ts';
import type { ReleaseMergeTarget } from '../../merge/release-merge.ts';
import { PLAN_FILE, renderReleasePlan } from '../../plan/release-plan.ts';
import type { Built } from './build-files.ts';
import type { Subject } from './find-subject.ts';
import { releasePlan } from './make-plan.ts';
import { PACKAGE_PARTS } from './package-input.ts';
import type { PackageInput } from './package-input.ts';

type Facts = PackageInput & {
  readonly release: Subject;
  readonly build: Built | Planned;
  readonly test: readonly TestResult[] | Planned;
};

interface Write {
  readonly target: ReleaseMergeTarget;
  readonly notes: string;
}

/** The plan beside the built files: what is released, and which bytes passed where. Written for releases only. */
export const writePlan = effect({
  needs: [],
  /** The release notes. */
  observe: async ({ services, release, settings, sha }: Facts): Promise<string> => {
    if (release.kind !== 'release') return '';
    const changelog = await services.git.readFile(sha, settings.changelog);
    return readSection(changelog ?? '', release.target.version) ?? '';
  },
  decide: ({ release, parts, build }: Facts, notes: string): EffectDecision<undefined, Write> => {
    if (release.kind !== 'release') return settled(undefined, 'not a release: no plan');
    if (build === undefined || PACKAGE_PARTS.some((part) => !parts.has(part))) {
      return settled(undefined, 'no plan: it states that everything passed, and only parts were asked for');
    }
    const { version } = release.target;
    return act(
      { target: release.target, notes },
      `writing ${PLAN_FILE} for ${version}`,
      `wrote ${PLAN_FILE} for ${version}`,
    );
  },
  act: async (
    { target, notes }: Write,
    facts: PackageInput & { readonly build: Built; readonly test: readonly TestResult[] },
  ): Promise<undefined | Refuse> => {
    const { services, settings, sha, build, test } = facts;
    if (build === undefined)
      return refuse('PLAN_INVALID', 'nothing was built', 'Run heroku-release package all.');
    const { name } = services.project;
    const plan = releasePlan({
      name,
      repository: services.repository,
      commit: sha,
      settings,
      target,
      build,
      tests: test,
      notes,
    });
    await services.files.write(join(services.outFolder, PLAN_FILE), renderReleasePlan(plan));
    return undefined;
  },
});
