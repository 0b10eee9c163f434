import {
  bumpVersion,
  compareVersions,
  formatVersion,
  parseVersion,
  VersionError,
} from '@heroku-release/versioning';
import type { Version } from '@heroku-release/versioning';
import { HistoryError } from '../errors.ts';

const WORDS = ['major', 'minor', 'patch', 'prerelease', 'release'] as const;

/** The version that a draft is requested for. */
export type BumpRequest =
  | {
      readonly kind: 'bump';
      readonly word: (typeof WORDS)[number];
      readonly preid?: 'a' | 'b' | 'rc' | undefined;
    }
  | { readonly kind: 'exact'; readonly version: Version };

/** A bump or a version, or `auto`: whatever the commits and the intent files ask for. */
export type DraftBump = BumpRequest | { readonly kind: 'auto' };

/** Parses `auto`, or anything that {@link parseBumpRequest} parses. Errors: `USAGE`. */
export function parseDraftBump(text: string, preid?: string): DraftBump {
  if (text !== 'auto') return parseBumpRequest(text, preid);
  if (preid === undefined) return { kind: 'auto' };
  throw new HistoryError('USAGE', '--preid cannot be combined with auto', {
    hint: 'Example: draft prerelease --preid rc',
  });
}

/** Parses `minor`, `patch`, …, or an exact version. Errors: `USAGE`. */
export function parseBumpRequest(text: string, preid?: string): BumpRequest {
  const word = WORDS.find((known) => known === text);
  if (word !== undefined) {
    if (preid === undefined) return { kind: 'bump', word };
    if (preid !== 'a' && preid !== 'b' && preid !== 'rc') {
      throw new HistoryError('USAGE', `--preid ${preid} is not a, b or rc`, {
        hint: 'Example: draft prerelease --preid rc',
      });
    }
    return { kind: 'bump', word, preid };
  }
  const version = /^\d/.test(text) ? tryVersion(text) : undefined;
  if (version !== undefined && preid !== undefined) {
    throw new HistoryError('USAGE', '--preid cannot be combined with a version', {
      hint: `Write the version in full, such as ${formatVersion(version)}rc1.`,
    });
  }
  if (version?.local !== undefined) {
    throw new HistoryError('USAGE', `"${text}" has a local part, which no index accepts`, {
      hint: 'Remove the plus sign and everything after it.',
    });
  }
  if (version !== undefined) return { kind: 'exact', version };
  throw new HistoryError('USAGE', `"${text}" is neither a bump nor a version`, {
    hint: `Use one of ${WORDS.join(', ')}, auto, or a version such as 1.2.3. Example: draft minor`,
  });
}

/** Parses the version that a draft starts from. Errors: `USAGE`. */
export function parsePreviousVersion(text: string): Version {
  const version = tryVersion(text);
  if (version !== undefined) return version;
  throw new HistoryError('USAGE', `the previous version "${text}" is not a version`, {
    hint: 'Example: draft patch 1.2.2, which drafts 1.2.3 with the changes since v1.2.2',
  });
}

/**
 * Determines the next version from the one in the tree, or from the previous version given by hand. Pure.
 *
 * Errors: `USAGE` when the result is not newer, `VERSION_UNSUPPORTED` for a version with an epoch.
 */
export function nextVersion(request: BumpRequest, current: Version, previous: Version | undefined): Version {
  const next = request.kind === 'exact' ? request.version : bump(request, previous ?? current);
  if (next.epoch === 0n) return next;
  // The names of its files would contain "!", and GitHub renames such assets.
  throw new HistoryError('VERSION_UNSUPPORTED', `${formatVersion(next)} has an epoch`, {
    hint: 'A version with an epoch cannot be released: GitHub would rename its files.',
  });
}

function bump({ word, preid }: Extract<BumpRequest, { kind: 'bump' }>, from: Version): Version {
  try {
    return bumpVersion(from, word, { preid });
  } catch (cause) {
    if (!(cause instanceof VersionError)) throw cause;
    throw new HistoryError('USAGE', cause.message, {
      cause,
      hint: cause.hint ?? 'Give the version in full.',
    });
  }
}

/** Whether `a` is newer than `b`. */
export function isNewer(a: Version, b: Version): boolean {
  return compareVersions(a, b) > 0;
}

/** Whether two versions are equal, however they are written. */
export function sameVersion(a: Version, b: Version): boolean {
  return compareVersions(a, b) === 0;
}

/** Renders a version in its canonical form. */
export function canonical(version: Version): string {
  return formatVersion(version);
}

function tryVersion(text: string): Version | undefined {
  try {
    return parseVersion(text);
  } catch {
    return undefined;
  }
}
