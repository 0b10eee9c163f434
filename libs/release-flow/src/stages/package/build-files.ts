import type { BuiltFile } from '@heroku-release/python-project';
import { act, effect, settled } from '@heroku-release/release-kit';
import type { EffectDecision, Planned, Refuse, StepIo } from '@heroku-release/release-kit';
import { refuse } from '../../errors.ts';
import { otherVersions, versionVariable, wantedVersion } from './built-version.ts';
import type { Subject } from './find-subject.ts';
import type { PackageInput } from './package-input.ts';
import type { Toolbox } from './prepare-tools.ts';

type Facts = PackageInput & { readonly release: Subject; readonly tools: Toolbox | Planned };

/** One wheel and one sdist. Undefined where no build was asked for. */
export type Built = { readonly wheel: BuiltFile; readonly files: readonly BuiltFile[] } | undefined;

/** One wheel and one sdist, built once: these bytes are tested, and these bytes are published. */
export const buildFiles = effect({
  needs: [],
  /** The time of the commit, in seconds, so that two builds of one tree give the same bytes. */
  observe: async ({ services, sha }: Facts): Promise<number> => {
    for await (const { committerDate } of services.git.log({ to: sha })) {
      return Math.floor(Date.parse(committerDate) / 1000);
    }
    return 0;
  },
  decide: ({ parts }: Facts, commitSeconds: number): EffectDecision<Built, number> => {
    if (!parts.has('build') && !parts.has('test')) return settled(undefined, 'not asked for');
    return act(commitSeconds, 'building wheel and sdist', 'built one wheel and one sdist');
  },
  act: async (
    commitSeconds: number,
    { services, settings, release, tools }: Facts & { readonly tools: Toolbox },
    io: StepIo,
  ): Promise<Built | Refuse> => {
    // The version that the built files must state. Undefined unless a release is made or reviewed.
    const version = wantedVersion(release);
    const files = await services.project.build({
      outDir: services.outFolder,
      sourceDateEpoch: commitSeconds,
      uv: settings.build === undefined ? tools.uv : undefined,
      // The newest Python that is supported.
      python: tools.interpreters.at(-1)?.path,
      command: settings.build,
      env: versionVariable(services.project.version, version),
      onProgress: (text) => {
        io.progress(text);
      },
    });
    const others = version === undefined ? [] : await otherVersions(files, version);
    if (others.length > 0) {
      return refuse(
        'VERSION_MISMATCH',
        `this is the release of ${version ?? ''}, but ${others.join(' and ')}`,
        'Nothing was released. Correct where the build takes its version from, then draft the release again.',
      );
    }
    const wheel = files.find(({ name }) => name.endsWith('.whl'));
    if (wheel !== undefined) return { wheel, files };
    return refuse(
      'PLAN_INVALID',
      'the build created no wheel',
      'Build one wheel and one sdist: see the setting build.',
    );
  },
});
