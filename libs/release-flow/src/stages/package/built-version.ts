import { readDistribution } from '@heroku-release/pypi-publisher';
import type { BuiltFile } from '@heroku-release/python-project';
import { compareVersions, tryParseVersion } from '@heroku-release/versioning';
import type { PyprojectVersion } from '@heroku-release/versioning';
import type { Subject } from './find-subject.ts';

/** The version that the built files must state: the release's, or that of the release under review. Pure. */
export function wantedVersion(subject: Subject): string | undefined {
  if (subject.kind === 'ordinary') return undefined;
  return subject.kind === 'release' ? subject.target.version : subject.version;
}

/**
 * The variable that passes the version to a build that would otherwise take it from the tag, which is made only
 * after the files are tested. Empty for a build that reads its version from the tree. Pure.
 */
export function versionVariable(
  project: PyprojectVersion,
  version: string | undefined,
): Readonly<Record<string, string>> {
  const fromTag = project.kind === 'dynamic' && project.source.kind === 'tag' ? project.source : undefined;
  return fromTag === undefined || version === undefined ? {} : { [fromTag.variable]: version };
}

/**
 * Built files that state another version, such as `demo-1.2.0.tar.gz states 1.2.0`. The metadata inside counts; the
 * index compares it with the file name.
 *
 * Errors: `PYPI_DISTRIBUTION_INVALID` for a file that no installer would take.
 */
export async function otherVersions(built: readonly BuiltFile[], version: string): Promise<string[]> {
  const distributions = await Promise.all(built.map(({ path }) => readDistribution(path)));
  return distributions.flatMap(({ filename, fileName, version: inside }) =>
    same(inside, version) && same(fileName.version, version)
      ? []
      : [`${filename} states ${inside === '' ? 'no version' : inside}`],
  );
}

function same(one: string, other: string): boolean {
  const [a, b] = [tryParseVersion(one), tryParseVersion(other)];
  return a !== undefined && b !== undefined && compareVersions(a, b) === 0;
}
