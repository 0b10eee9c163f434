import { compareVersions } from './compare-versions.ts';
import { quoted, VersionError } from './errors.ts';
import { formatVersion, parseVersion, type PreReleaseLabel, type Version } from './version.ts';

/** What the next version is made from. */
export const BUMPS = ['major', 'minor', 'patch', 'prerelease', 'release'] as const;

/** One of {@link BUMPS}. */
export type Bump = (typeof BUMPS)[number];

/** Settings of a bump. */
export interface BumpOptions {
  /** The kind of pre-release that `prerelease` makes. Default: the kind the version has, else `rc`. */
  readonly preid?: PreReleaseLabel;
}

/**
 * The next version. `major`, `minor` and `patch` finish a pre-release of what they would make anyway (`2.0.0rc1` becomes `2.0.0`),
 * otherwise they count up and put zeros behind. `prerelease` counts a pre-release up or starts one for the next patch, from 1.
 * `release` takes pre and dev away. The epoch stays, a local part goes. The table of all transitions is in the README.
 *
 * @throws {VersionError} VERSION_NOT_NEWER when no newer version comes out: `release` of a final, or a `preid` that the version is past
 */
export function bumpVersion(version: Version, bump: Bump, options: BumpOptions = {}): Version {
  const next = { epoch: version.epoch, ...TRANSITIONS[bump](version, options) };
  if (compareVersions(next, version) > 0) return next;
  throw new VersionError(
    'VERSION_NOT_NEWER',
    `${bump} of ${formatVersion(version)} would be ${formatVersion(next)}, which is not newer`,
    {
      hint: bump === 'release' ? 'There is no pre-release to finish: use patch, minor or major.' : PAST_PREID,
    },
  );
}

/** The version a person asks for: a bump, or a version given in full (`1.4.0`, `v1.4.0`). */
export interface NextVersionRequest {
  /** A {@link Bump} or the text of a version. */
  readonly target: string;
  /** The version before it: the one in the tree, or the one a person names, as in `patch 1.2.2`, which means 1.2.3. */
  readonly previous: Version;
  /** See {@link BumpOptions}. */
  readonly preid?: PreReleaseLabel;
}

/**
 * The version that a request means, always newer than `previous`.
 *
 * @throws {VersionError} VERSION_INVALID when the target is neither a bump nor a version; VERSION_LOCAL when it has a local part, which no
 * index accepts; VERSION_NOT_NEWER
 */
export function nextVersion({ target, previous, ...options }: NextVersionRequest): Version {
  const bump = BUMPS.find((name) => name === target);
  if (bump !== undefined) return bumpVersion(previous, bump, options);
  const version = parseVersion(target);
  if (version.local !== undefined) {
    throw new VersionError('VERSION_LOCAL', `${quoted(target)} has a local part, which no index accepts`, {
      hint: 'Leave out the part from the plus sign on.',
    });
  }
  if (compareVersions(version, previous) > 0) return version;
  throw new VersionError(
    'VERSION_NOT_NEWER',
    `${formatVersion(version)} is not newer than ${formatVersion(previous)}`,
    { hint: 'Versions only go up: a bad release is followed by a newer one, never replaced.' },
  );
}

const PAST_PREID =
  'The version is past that kind of pre-release: leave preid out, or start the next version.';

type Transition = (version: Version, options: BumpOptions) => Omit<Version, 'epoch'>;

const TRANSITIONS: Readonly<Record<Bump, Transition>> = {
  major: (version) => raise(version, 0),
  minor: (version) => raise(version, 1),
  patch: (version) => raise(version, 2),
  prerelease: raisePrerelease,
  // `1.0.post1.dev2` was on its way to `1.0.post1`; a post-release of a pre-release was on its way to the final.
  release: ({ release, pre, post }) => ({
    release,
    ...(pre === undefined && post !== undefined && { post }),
  }),
};

/** Counts one part up and puts zeros behind it, unless the version is on its way to just that. Gives three parts. */
function raise(version: Version, part: 0 | 1 | 2): Omit<Version, 'epoch'> {
  const release = threeParts(version.release);
  if (isOnTheWay(version) && version.release.slice(part + 1).every((number) => number === 0n))
    return { release };
  return { release: release.map((number, at) => (at < part ? number : at === part ? number + 1n : 0n)) };
}

function raisePrerelease(version: Version, options: BumpOptions): Omit<Version, 'epoch'> {
  const { release, pre, post, dev } = version;
  const label = options.preid ?? pre?.label ?? 'rc';
  if (!isOnTheWay(version)) return { ...raise(version, 2), pre: { label, number: 1n } };
  if (pre?.label !== label) return { release, pre: { label, number: 1n } };
  // `1.0a2.dev1` was on its way to `1.0a2`.
  const ahead = dev !== undefined && post === undefined;
  return { release, pre: { label, number: ahead ? pre.number : pre.number + 1n } };
}

/** Whether the final release with these numbers is still to come. */
function isOnTheWay({ pre, post, dev }: Version): boolean {
  return pre !== undefined || (dev !== undefined && post === undefined);
}

function threeParts(release: readonly bigint[]): bigint[] {
  return [release[0] ?? 0n, release[1] ?? 0n, release[2] ?? 0n];
}
