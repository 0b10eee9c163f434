import { pickVersionFile } from '@heroku-release/versioning';
import type { FileVersionSource, TagVersionSource } from '@heroku-release/versioning';
import { isCodedError } from '@heroku-release/release-kit';
import { HistoryError } from '../errors.ts';
import { readTexts } from '../checkout/read-tree.ts';
import type { ReadTree } from '../checkout/read-tree.ts';
import { versionOrigin } from './version-origin.ts';
import type { StaticOrigin } from './version-origin.ts';

/** A version that a file of the tree states. */
export interface StatedVersion {
  readonly kind: 'stated';
  /** As written. It may be one that `parseVersion` rejects. */
  readonly version: string;
  /** The file that contains it, relative to the root of the repository. */
  readonly path: string;
  /** The whole text of that file. */
  readonly text: string;
  /** How the version is found in the file. */
  readonly origin: StaticOrigin | FileVersionSource;
}

/** A version that no file of the tree states: the build takes it from the tag. */
export interface TaggedVersion {
  readonly kind: 'tag';
  /** The tool that reads the tag, and the variable that passes the version to it before the tag exists. */
  readonly origin: TagVersionSource;
}

/** The version of one tree. */
export type ProjectVersion = StatedVersion | TaggedVersion;

/**
 * Reads the version of a tree from the file that contains it.
 *
 * Errors: those of {@link versionOrigin}; `VERSION_MISSING` when the files that should contain it do not; `VERSION_SOURCE_INVALID` of
 * versioning for an invalid pattern in pyproject.toml; those of `read`.
 */
export async function readProjectVersion(read: ReadTree): Promise<ProjectVersion> {
  const pyproject = await read('pyproject.toml');
  const origin = versionOrigin(pyproject);
  switch (origin.kind) {
    case 'static':
      return {
        kind: 'stated',
        version: origin.version,
        path: 'pyproject.toml',
        text: pyproject ?? '',
        origin,
      };
    case 'file':
      return stated(origin, await readTexts(read, origin.paths));
    case 'tag':
      return { kind: 'tag', origin };
  }
}

/** The version as written. Undefined where only the tag has it. Pure. */
export function statedVersion(version: ProjectVersion): string | undefined {
  return version.kind === 'stated' ? version.version : undefined;
}

function stated(origin: FileVersionSource, texts: ReadonlyMap<string, string | undefined>): StatedVersion {
  const present = new Map([...texts].flatMap(([path, text]) => (text === undefined ? [] : [[path, text]])));
  try {
    const { path, version } = pickVersionFile(present, origin);
    return { kind: 'stated', version, path, text: present.get(path) ?? '', origin };
  } catch (cause) {
    if (!isCodedError(cause) || cause.code !== 'VERSION_TEXT_NOT_FOUND') throw cause;
    const there = present.size === 0 ? '; the repository has no such file' : '';
    throw new HistoryError('VERSION_MISSING', `${cause.message}${there}`, { cause, hint: cause.hint });
  }
}
