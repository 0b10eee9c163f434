import type { GitHubTag } from '@heroku-release/gh-ops';
import { check, settled } from '@heroku-release/release-kit';
import type { CheckDecision } from '@heroku-release/release-kit';
import { readSettings, SETTINGS_FILES, textTree } from '@heroku-release/release-history';
import type { Settings } from '@heroku-release/release-history';
import { formatVersion, parseTagName } from '@heroku-release/versioning';
import { refuse } from '../../errors.ts';
import type { PublishInput } from './publish-input.ts';

/** The version tag, and the settings of the tree it is on. */
export interface ReleaseTag extends GitHubTag {
  readonly settings: Settings;
  /** Canonical. */
  readonly version: string;
}

interface Seen {
  readonly tag: GitHubTag;
  readonly settings: Settings;
  readonly version: string | undefined;
}

/** The version tag, and the settings of its tree. One request. */
export const findTag = check({
  needs: ['contents: read'],
  observe: async ({ services, tagName }: PublishInput): Promise<Seen | undefined> => {
    const found = await services.github.tags.findWithFiles(tagName, SETTINGS_FILES);
    if (found === undefined) return undefined;
    const settings = await readSettings(textTree(found.files), services.env);
    const version = parseTagName(tagName, settings['tag-template']);
    return { tag: found.tag, settings, version: version === undefined ? undefined : formatVersion(version) };
  },
  decide: ({ tagName }: PublishInput, seen: Seen | undefined): CheckDecision<ReleaseTag> => {
    if (seen === undefined) {
      return refuse(
        'TAG_MISSING',
        `there is no tag ${tagName}`,
        'Create Tag creates it after a release merge. See what is left to do: heroku-release status',
      );
    }
    const { tag, settings, version } = seen;
    if (version === undefined) {
      return refuse(
        'TAG_UNKNOWN',
        `${tagName} is not a version tag`,
        'Only version tags are published. See which release is unfinished: heroku-release status',
      );
    }
    return settled({ ...tag, settings, version }, `${tagName} is on ${tag.commitSha.slice(0, 7)}`);
  },
});
