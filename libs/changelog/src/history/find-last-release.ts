import type { Version } from '@heroku-release/versioning';
import { compareVersions, parseVersion, versionNameReader } from '@heroku-release/versioning';

/** What is known of a tag. */
export interface TagInfo {
  readonly name: string;
  /** The commit it leads to. */
  readonly sha: string;
  /** Whether the branch in question reaches it. Default `true`. */
  readonly onBranch?: boolean;
  /** What its name says, where that has been read already; `undefined` for no version. Default: the name is read. */
  readonly version?: Version | undefined;
}

/** Which tags count. */
export interface LastReleaseOptions {
  /** The tag template, such as `v{version}`. Default: `v{version}`, and `{version}` for projects that changed their mind. */
  readonly template?: string;
  /** The version to be released. Only older ones count, and pre-releases only when it is one. */
  readonly version?: string;
}

/** Why a tag is not the last release. */
export type TagRefusal = 'not-a-version' | 'off-branch' | 'pre-release' | 'not-older';

/** The answer, and why each other tag that could be mistaken for it is not it. */
export interface LastRelease<Tag extends TagInfo> {
  /** `undefined` when nothing was released yet. */
  readonly tag: Tag | undefined;
  readonly version: Version | undefined;
  readonly refused: readonly { readonly tag: Tag; readonly because: TagRefusal }[];
}

/**
 * Which tag is the last release: the highest version among the tags that the branch reaches, that follow the template, and that
 * are older than the version to be released. A final version looks back to the last final version, so that its changelog has all
 * that its pre-releases had; a pre-release to the last of any kind. Without finals, pre-releases count.
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

/** Reads the version of a tag; without a template under the two usual ones. */
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

/** Of two equal versions the one spelled out: `v1.2` beside `v1.2.0` is often moved on to each 1.2.x. */
function isHigher(one: Version, other: Version): boolean {
  return (compareVersions(one, other) || one.release.length - other.release.length) > 0;
}
