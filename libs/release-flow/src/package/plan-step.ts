import { join } from 'node:path';
import { readSection } from '@heroku-release/changelog';
import { act, settled } from '@heroku-release/release-kit';
import type { Step } from '@heroku-release/release-kit';
import { isPrerelease, parseVersion } from '@heroku-release/versioning';
import { known } from '../known.ts';
import { PLAN_FILE, renderReleasePlan } from '../plan/release-plan.ts';
import type { ReleasePlan } from '../plan/release-plan.ts';
import type { PackageContext, PackageTools } from './context.ts';

const ALL = ['build', 'test', 'lint'] as const;

interface Seen {
  readonly notes: string;
}

/** The plan beside the built files: what is released, which bytes passed where. Written for releases only. */
export function planStep(
  tools: PackageTools,
): Step<PackageContext, Seen, { readonly context: PackageContext; readonly notes: string }> {
  return {
    name: 'plan',
    needs: [],
    observe: async ({ release, settings, sha }) => {
      if (release === undefined) return { notes: '' };
      const changelog = await tools.git.readFile(sha, settings.changelog);
      return { notes: readSection(changelog ?? '', release.version) ?? '' };
    },
    decide: (context, value) => {
      const { notes } = value as Seen;
      if (context.release === undefined) return settled('not a release: no plan');
      if (ALL.some((part) => !context.parts.has(part))) {
        return settled('no plan: a plan says that everything passed, and only parts were asked for');
      }
      const { version } = context.release;
      return act(
        { context, notes },
        `writing ${PLAN_FILE} for ${version}`,
        `wrote ${PLAN_FILE} for ${version}`,
      );
    },
    act: async ({ context, notes }) => {
      const text = renderReleasePlan(releasePlan(context, tools, notes));
      await tools.files.write(join(tools.outFolder, PLAN_FILE), text);
      return { notes };
    },
    learn: (context) => context,
  };
}

function releasePlan(context: PackageContext, tools: PackageTools, notes: string): ReleasePlan {
  const { settings, sha } = context;
  const release = known(context.release, 'the release');
  const built = known(context.built, 'the built files');
  const tests = context.tests ?? [];
  const wheel = known(
    built.find(({ name }) => name.endsWith('.whl')),
    'the wheel',
  );
  const skipped = settings.pythons.map((python) => ({
    python,
    outcome: 'skipped' as const,
    sha256: wheel.sha256,
  }));
  return {
    format: 1,
    name: known(tools.project.name, 'the name of the project'),
    version: release.version,
    tag: release.tag,
    commit: sha,
    repository: tools.repository,
    component: settings.component ?? tools.repository.split('/')[1] ?? tools.repository,
    prerelease: isPrerelease(parseVersion(release.version)),
    settings,
    artifacts: built.map(({ name, size, sha256 }) => ({
      name,
      kind: name.endsWith('.whl') ? ('wheel' as const) : ('sdist' as const),
      size,
      sha256,
    })),
    tested:
      tests.length === 0
        ? 'nothing'
        : tests.every(({ subject }) => subject === 'wheel')
          ? 'wheel'
          : 'source-tree',
    tests:
      tests.length === 0
        ? skipped
        : tests.map(({ python, version, wheelSha256 }) => ({
            python,
            interpreter: version,
            outcome: 'passed' as const,
            sha256: wheelSha256,
          })),
    lint: settings.skip.includes('lint') ? 'skipped' : 'passed',
    attestations: 'off',
    notes,
  };
}
