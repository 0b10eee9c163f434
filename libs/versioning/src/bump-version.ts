import { compareVersions } from './compare-versions.ts';
import { quoted, VersionError } from './errors.ts';
import { formatVersion, parseVersion, type PreReleaseLabel, type Version } from './version.ts';

/** The ways to derive the next version. */
export const BUMPS = ['major', 'minor', 'patch', 'prerelease', 'release'] as const;

/** A change of a version by one word. */
export type Bump = (typeof BUMPS)[number];

/** The options of a bump. */
export interface BumpOptions {
  /** The kind of pre-release for `prerelease`. Default: the kind of the current version, otherwise `rc`. */
  readonly preid?: PreReleaseLabel | undefined;
}

/**
 * Computes the next version. `major`, `minor` and `patch` complete a pre-release of their result (`2.0.0rc1` becomes `2.0.0`), otherwise they
 * increment their number and set the following ones to zero. `prerelease` increments a pre-release, or starts one for the next patch, from 1.
 * `release` removes the pre-release and development parts. The epoch is kept and a local part is removed. The README lists all transitions.
 *
 * @throws {VersionError} VERSION_NOT_NEWER if the result is not newer: `release` of a final release, or a `preid` older than the current one
 */
export function bumpVersion(version: Version, bump: Bump, options: BumpOptions = {}): Version {
  const next = { epoch: version.epoch, ...TRANSITIONS[bump](version, options) };
  if (compareVersions(next, version) > 0) return next;
  throw new VersionError(
    'VERSION_NOT_NEWER',
    `${bump} of ${formatVersion(version)} would be ${formatVersion(next)}, which is not newer`,
    {
      hint:
        bump === 'release' ? 'There is no pre-release to complete: use patch, minor or major.' : PAST_PREID,
    },
  );
}

/** A request for the next version: a bump, or a full version (`1.4.0`, `v1.4.0`). */
export interface NextVersionRequest {
  /** A {@link Bump} or the text of a version. */
  readonly target: string;
  /** The version to start from: the one in the tree, or one given by a person, as in `patch 1.2.2`, which means 1.2.3. */
  readonly previous: Version;
  /** See {@link BumpOptions}. */
  readonly preid?: PreReleaseLabel | undefined;
}

/**
 * Resolves a request to a version, which is always newer than `previous`.
 *
 * @throws {VersionError} VERSION_INVALID if the target is neither a bump nor a version; VERSION_LOCAL if it has a local part, which no index
 * accepts; VERSION_NOT_NEWER
 */
export function nextVersion({ target, previous, ...options }: NextVersionRequest): Version {
  const bump = BUMPS.find((name) => name === target);
  if (bump !== undefined) return bumpVersion(previous, bump, options);
  const version = parseVersion(target);
  if (version.local !== undefined) {
    throw new VersionError('VERSION_LOCAL', `${quoted(target)} has a local part, which no index accepts`, {
      hint: 'Leave out the plus sign and everything after it.',
    });
  }
  if (compareVersions(version, previous) > 0) return version;
  throw new VersionError(
    'VERSION_NOT_NEWER',
    `${formatVersion(version)} is not newer than ${formatVersion(previous)}`,
    { hint: 'Versions only increase: a bad release is followed by a newer one, never replaced.' },
  );
}

const PAST_PREID =
  'The version already has a later kind of pre-release: leave preid out, or start the next version.';

type Transition = (version: Version, options: BumpOptions) => Omit<Version, 'epoch'>;

const TRANSITIONS: Readonly<Record<Bump, Transition>> = {
  major: (version) => increment(version, 0),
  minor: (version) => increment(version, 1),
  patch: (version) => increment(version, 2),
  prerelease: incrementPrerelease,
  // `1.0.post1.dev2` leads to `1.0.post1`; a post-release of a pre-release leads to the final release.
  release: ({ release, pre, post }) => ({
    release,
    ...(pre === undefined && post !== undefined && { post }),
  }),
};

/** Increments one part and sets the following ones to zero, unless the version already leads to that release. Returns three parts. */
function increment(version: Version, part: 0 | 1 | 2): Omit<Version, 'epoch'> {
  const release = threeParts(version.release);
  if (isBeforeFinal(version) && version.release.slice(part + 1).every((number) => number === 0n))
    return { release };
  return { release: release.map((number, at) => (at < part ? number : at === part ? number + 1n : 0n)) };
}

function incrementPrerelease(version: Version, options: BumpOptions): Omit<Version, 'epoch'> {
  const { release, pre, post, dev } = version;
  const label = options.preid ?? pre?.label ?? 'rc';
  if (!isBeforeFinal(version)) return { ...increment(version, 2), pre: { label, number: 1n } };
  if (pre?.label !== label) return { release, pre: { label, number: 1n } };
  // `1.0a2.dev1` leads to `1.0a2`.
  const isBeforePre = dev !== undefined && post === undefined;
  return { release, pre: { label, number: isBeforePre ? pre.number : pre.number + 1n } };
}

/** Whether the version comes before the final release with the same numbers. */
function isBeforeFinal({ pre, post, dev }: Version): boolean {
  return pre !== undefined || (dev !== undefined && post === undefined);
}

function threeParts(release: readonly bigint[]): bigint[] {
  return [release[0] ?? 0n, release[1] ?? 0n, release[2] ?? 0n];
}
