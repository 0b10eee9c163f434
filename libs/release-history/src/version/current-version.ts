import { compareVersions, parseVersion } from '@heroku-release/versioning';
import type { Version } from '@heroku-release/versioning';
import { nextVersion } from './bump-request.ts';
import type { BumpRequest } from './bump-request.ts';
import { HistoryError } from '../errors.ts';
import { versionOfTag } from './tag-template.ts';
import type { ProjectVersion } from './project-version.ts';

/**
 * Determines the current version of a tree: the one it states, otherwise that of the newest version tag in its history. Undefined
 * when there is no such tag. Pre-releases count, as they would if a file stated them. Pure.
 *
 * Errors: `VERSION_INVALID` of versioning for a stated version that cannot be parsed.
 */
export function currentVersion(
  project: ProjectVersion,
  tags: Iterable<string>,
  template: string,
): Version | undefined {
  if (project.kind === 'stated') return parseVersion(project.version);
  return [...tags]
    .flatMap((tag) => versionOfTag(tag, template) ?? [])
    .sort(compareVersions)
    .at(-1);
}

/**
 * Requires a version that a bump can start from. Pure.
 *
 * Errors: `VERSION_MISSING` when there is none.
 */
export function countedFrom(start: Version | undefined, bump: string): Version {
  if (start !== undefined) return start;
  throw new HistoryError(
    'VERSION_MISSING',
    `the version comes from the tag, and there is no earlier version that ${bump} could start from`,
    { hint: 'Give the first version in full, such as 0.1.0.' },
  );
}

/**
 * Determines the requested version. Pure.
 *
 * Errors: `VERSION_MISSING` when a bump has no version to start from; those of `bumpVersion`.
 */
export function requestedVersion(bump: BumpRequest, start: Version | undefined): Version {
  return bump.kind === 'exact' ? bump.version : nextVersion(bump, countedFrom(start, bump.word), undefined);
}
