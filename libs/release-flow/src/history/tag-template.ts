import { parseTagName } from '@heroku-release/versioning';
import type { Version } from '@heroku-release/versioning';
import { HISTORY_DEFAULTS } from './history-settings.ts';

/**
 * The template for looking at the past. A project without one of its own may have tagged `v1.2.0` and `1.2.0`, and both count.
 */
export function templateOption(template: string): { readonly template?: string } {
  return template === HISTORY_DEFAULTS['tag-template'] ? {} : { template };
}

/** The version of a tag of the past, by {@link templateOption}. */
export function versionOfTag(name: string, template: string): Version | undefined {
  const version = parseTagName(name, template);
  if (version !== undefined || templateOption(template).template !== undefined) return version;
  return parseTagName(name, '{version}');
}
