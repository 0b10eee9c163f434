import { parseTagName, tagName, versionNameReader } from '@heroku-release/versioning';
import type { Version } from '@heroku-release/versioning';
import { DEFAULT_SETTINGS } from '../settings/default-settings.ts';

/** The template for existing tags. Without a setting, both `v1.2.0` and `1.2.0` count as version tags. */
export function templateOption(template: string): { readonly template?: string } {
  return template === DEFAULT_SETTINGS['tag-template'] ? {} : { template };
}

/** The version of an existing tag, by {@link templateOption}. */
export function versionOfTag(name: string, template: string): Version | undefined {
  const version = parseTagName(name, template);
  if (version !== undefined || templateOption(template).template !== undefined) return version;
  return parseTagName(name, BARE);
}

/** A tag with the version in its name, by {@link templateOption}. Undefined for other tags. */
export type VersionTag<Tag> = Tag & { readonly version: Version | undefined };

/** Parses the versions in the names of many tags. */
export function readVersions<Tag extends { readonly name: string }>(
  tags: readonly Tag[],
  template: string,
): VersionTag<Tag>[] {
  const own = versionNameReader(template);
  const bare = templateOption(template).template === undefined ? versionNameReader(BARE) : undefined;
  return tags.map((tag) => {
    const reading = own(tag.name);
    const other = reading.kind === 'version' ? reading : (bare?.(tag.name) ?? reading);
    return { ...tag, version: other.kind === 'version' ? other.version : undefined };
  });
}

/** The names that the tag of a version may have, by {@link templateOption}. The first is that of a new tag. */
export function tagNamesOf(version: Version, template: string): readonly string[] {
  const own = tagName(version, template);
  return templateOption(template).template === undefined ? [own, tagName(version, BARE)] : [own];
}

const BARE = '{version}';
