import { pickVersionFile } from '@heroku-release/versioning';
import type { FileVersionSource, TagVersionSource } from '@heroku-release/versioning';
import { isCodedError } from '@heroku-release/release-kit';
import { HistoryError } from '../errors.ts';
import { readTexts } from '../checkout/read-tree.ts';
import type { ReadTree } from '../checkout/read-tree.ts';
import { versionOrigin } from './version-origin.ts';
import type { StaticOrigin } from './version-origin.ts';

/** A version that stands in a file of the tree. */
export interface StatedVersion {
  /** Told apart from a version that no file states by this. */
  readonly kind: 'stated';
  /** As written; it need not be a version that `parseVersion` reads. */
  readonly version: string;
  /** The file that holds it, from the root of the repository. */
  readonly path: string;
  /** The whole text of that file. */
  readonly text: string;
  /** How it is found there. */
  readonly origin: StaticOrigin | FileVersionSource;
}

/** A version that no file of the tree states: the build takes it from the tag. */
export interface TaggedVersion {
  /** Told apart from a stated version by this. */
  readonly kind: 'tag';
  /** What takes it, and the variable that hands it over before there is a tag. */
  readonly origin: TagVersionSource;
}

/** The version of one tree. */
export type ProjectVersion = StatedVersion | TaggedVersion;

/**
 * The version of a tree, from whichever file holds it.
 *
 * Errors: those of {@link versionOrigin}; `VERSION_MISSING` when the files that should hold it do not; `VERSION_SOURCE_INVALID` of
 * versioning for a pattern in pyproject.toml that is none; those of `read`.
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

/** The version as written; `undefined` where the tag alone tells it. Pure. */
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
    const there = present.size === 0 ? '; no such file is in the repository' : '';
    throw new HistoryError('VERSION_MISSING', `${cause.message}${there}`, {
      cause,
      ...(cause.hint === undefined ? {} : { hint: cause.hint }),
    });
  }
}
