import { readDistribution } from '@heroku-release/pypi-publisher';
import type { BuiltFile } from '@heroku-release/python-project';
import { compareVersions, tryParseVersion } from '@heroku-release/versioning';
import type { PyprojectVersion } from '@heroku-release/versioning';
import type { PackageContext } from './context.ts';

/** The version that this build must have: the release's, or that of the release that is being reviewed. Pure. */
export function wantedVersion({ release, reviewing }: PackageContext): string | undefined {
  return release?.version ?? reviewing;
}

/**
 * The variable that hands a version to a build which would otherwise take it from the tag: the tag of a release is made only
 * after its files are tested. Empty for a build that reads its version from the tree. Pure.
 */
export function versionVariable(
  project: PyprojectVersion,
  version: string | undefined,
): Readonly<Record<string, string>> {
  const fromTag = project.kind === 'dynamic' && project.source.kind === 'tag' ? project.source : undefined;
  return fromTag === undefined || version === undefined ? {} : { [fromTag.variable]: version };
}

/**
 * What built files say of their version where it is not the wanted one: `demo-1.2.0.tar.gz says 1.2.0`. The metadata inside counts; the
 * index compares it with the file name.
 *
 * Errors: `PYPI_DISTRIBUTION_INVALID` for a file that no installer would take.
 */
export async function otherVersions(built: readonly BuiltFile[], version: string): Promise<string[]> {
  const distributions = await Promise.all(built.map(({ path }) => readDistribution(path)));
  return distributions.flatMap(({ filename, fileName, version: inside }) =>
    same(inside, version) && same(fileName.version, version)
      ? []
      : [`${filename} says ${inside === '' ? 'nothing' : inside}`],
  );
}

function same(one: string, other: string): boolean {
  const [a, b] = [tryParseVersion(one), tryParseVersion(other)];
  return a !== undefined && b !== undefined && compareVersions(a, b) === 0;
}
