import type { ProjectVersion, Settings } from '@heroku-release/release-history';
import { parseRepeatedVersion } from '@heroku-release/versioning';

/** The files that a release itself changes: those that hold or repeat the version, the changelog, and the intent files. */
export interface ReleaseFiles {
  readonly changelog: string;
  /** The files that hold or repeat the version; in them a release changes only the version. */
  readonly versions: ReadonlySet<string>;
}

/** Intent files, which a release removes. */
const INTENT = /^\.changeset\/[^/]+\.md$/;

/** The files of a release of this tree. Pure. */
export function releaseFiles(
  settings: Pick<Settings, 'changelog' | 'version-files'>,
  project: ProjectVersion,
): ReleaseFiles {
  const repeated = settings['version-files'].map((setting) => parseRepeatedVersion(setting).path);
  const stated = project.kind === 'stated' ? [project.path] : [];
  return { changelog: settings.changelog, versions: new Set([...stated, ...repeated]) };
}

/** Whether all these files are files of a release. Pure. */
export function areReleaseFiles(paths: readonly string[], files: ReleaseFiles): boolean {
  return paths.every((path) => path === files.changelog || files.versions.has(path) || INTENT.test(path));
}

/** Whether two texts of a file differ only in these versions. Pure. */
export function differOnlyInVersion(
  one: string | undefined,
  other: string | undefined,
  versions: readonly string[],
): boolean {
  if (one === undefined || other === undefined) return one === other;
  // The longest first, since one version may begin another.
  const known = [...new Set(versions)]
    .filter((version) => version !== '')
    .sort((a, b) => b.length - a.length);
  const neutral = (text: string) => known.reduce((rest, version) => rest.replaceAll(version, '\0'), text);
  return neutral(one) === neutral(other);
}
