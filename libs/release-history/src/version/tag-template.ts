import { parseTagName, tagName, versionNameReader } from '@heroku-release/versioning';
import type { Version } from '@heroku-release/versioning';
import { DEFAULT_SETTINGS } from '../settings/default-settings.ts';

/**
 * The template for looking at the past. A project without one of its own may have tagged `v1.2.0` or `1.2.0`, and both count.
 */
export function templateOption(template: string): { readonly template?: string } {
  return template === DEFAULT_SETTINGS['tag-template'] ? {} : { template };
}

/** The version of a tag of the past, by {@link templateOption}. */
export function versionOfTag(name: string, template: string): Version | undefined {
  const version = parseTagName(name, template);
  if (version !== undefined || templateOption(template).template !== undefined) return version;
  return parseTagName(name, BARE);
}

/** A tag with the version that its name says, by {@link templateOption}; `undefined` for none. */
export type VersionTag<Tag> = Tag & { readonly version: Version | undefined };

/** Reads the names of many tags, each once. */
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

/** The names under which a version may have been tagged, by {@link templateOption}; first the one that a new tag gets. */
export function tagNamesOf(version: Version, template: string): readonly string[] {
  const own = tagName(version, template);
  return templateOption(template).template === undefined ? [own, tagName(version, BARE)] : [own];
}

const BARE = '{version}';
