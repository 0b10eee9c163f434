import type { Version } from '@heroku-release/versioning';
import { compareVersions, parseVersion, versionNameReader } from '@heroku-release/versioning';

/** A tag. */
export interface TagInfo {
  readonly name: string;
  /** The commit it points to. */
  readonly sha: string;
  /** Whether the branch contains it. Default `true`. */
  readonly onBranch?: boolean | undefined;
  /** The version, if the name has been parsed before; `undefined` for a name without one. Default: the name is parsed. */
  readonly version?: Version | undefined;
}

/** Which tags to consider. */
export interface LastReleaseOptions {
  /** The tag template, such as `v{version}`. Default: both `v{version}` and `{version}`. */
  readonly template?: string | undefined;
  /** The version to be released. Only older versions are considered, and pre-releases only if it is one. */
  readonly version?: string | undefined;
}

/** Why a tag is not the last release. */
export type TagRefusal = 'not-a-version' | 'off-branch' | 'pre-release' | 'not-older';

/** The last release, and why other tags were refused. */
export interface LastRelease<Tag extends TagInfo> {
  /** `undefined` if nothing was released yet. */
  readonly tag: Tag | undefined;
  readonly version: Version | undefined;
  readonly refused: readonly { readonly tag: Tag; readonly because: TagRefusal }[];
}

/**
 * Finds the tag of the last release: the highest version among the tags that are on the branch, follow the template, and are older than the
 * version to be released. A final version starts from the last final version, so that its changelog includes the changes of its
 * pre-releases; a pre-release starts from the last version of any kind. Without final versions, pre-releases are considered.
 *
 * @throws VersionError for an invalid `version` or template
 */
export function findLastRelease<Tag extends TagInfo>(
  tags: Iterable<Tag>,
  options: LastReleaseOptions = {},
): LastRelease<Tag> {
  const next = options.version === undefined ? undefined : parseVersion(options.version);
  const refused: { tag: Tag; because: TagRefusal }[] = [];
  const finals: Candidate<Tag>[] = [];
  const early: Candidate<Tag>[] = [];
  const versionOf = tagVersionReader(options.template);
  for (const tag of tags) {
    const version = 'version' in tag ? tag.version : versionOf(tag.name);
    if (version === undefined) refused.push({ tag, because: 'not-a-version' });
    else if (tag.onBranch === false) refused.push({ tag, because: 'off-branch' });
    else if (next !== undefined && compareVersions(version, next) >= 0)
      refused.push({ tag, because: 'not-older' });
    else (isEarly(version) ? early : finals).push({ tag, version });
  }
  const wantsEarly = (next !== undefined && isEarly(next)) || finals.length === 0;
  const best = highest(wantsEarly ? [...finals, ...early] : finals);
  if (!wantsEarly) refused.push(...early.map(({ tag }) => ({ tag, because: 'pre-release' as const })));
  return { tag: best?.tag, version: best?.version, refused };
}

interface Candidate<Tag> {
  readonly tag: Tag;
  readonly version: Version;
}

/** Makes a parser for the version in a tag name; without a template, tries the two usual ones. */
export function tagVersionReader(template: string | undefined): (name: string) => Version | undefined {
  const readers = (template === undefined ? USUAL_TEMPLATES : [template]).map(versionNameReader);
  return (name) => {
    for (const read of readers) {
      const reading = read(name);
      if (reading.kind === 'version') return reading.version;
    }
    return undefined;
  };
}

const USUAL_TEMPLATES = ['v{version}', '{version}'];

const isEarly = (version: Version) => version.pre !== undefined || version.dev !== undefined;

function highest<Tag extends TagInfo>(candidates: readonly Candidate<Tag>[]): Candidate<Tag> | undefined {
  return candidates.reduce<Candidate<Tag> | undefined>(
    (best, one) => (best === undefined || isHigher(one.version, best.version) ? one : best),
    undefined,
  );
}

/** Whether a version is higher; of two equal versions, whether it has more parts: a tag `v1.2` is often moved to each 1.2.x. */
function isHigher(one: Version, other: Version): boolean {
  return (compareVersions(one, other) || one.release.length - other.release.length) > 0;
}
