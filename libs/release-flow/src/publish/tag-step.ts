import type { GitHubTag } from '@heroku-release/gh-ops';
import { Refuse, settled } from '@heroku-release/release-kit';
import type { Step } from '@heroku-release/release-kit';
import { formatVersion, parseTagName } from '@heroku-release/versioning';
import { parseSettings } from '../settings/parse-settings.ts';
import type { Settings } from '../settings/schema.ts';
import type { PublishContext, PublishTools } from './context.ts';

interface Seen {
  readonly tag: GitHubTag | undefined;
  readonly settings: Settings | undefined;
  readonly version: string | undefined;
}

const FILES = ['pyproject.toml', 'heroku-release.toml'];

/** The version tag, and the settings of the tree it is on. One request. */
export function tagStep(tools: PublishTools): Step<PublishContext, Seen, never> {
  return {
    name: 'tag',
    needs: ['contents: read'],
    observe: async ({ tagName }) => {
      const found = await tools.github.findTaggedCommit(tagName, FILES);
      if (found === undefined) return { tag: undefined, settings: undefined, version: undefined };
      const settings = parseSettings({
        pyproject: found.files.get('pyproject.toml'),
        ownFile: found.files.get('heroku-release.toml'),
        overrides: tools.settingsOverrides,
      });
      const version = parseTagName(tagName, settings['tag-template']);
      return {
        tag: found.tag,
        settings,
        version: version === undefined ? undefined : formatVersion(version),
      };
    },
    decide: ({ tagName }, value) => {
      const { tag, version } = value as Seen;
      if (tag === undefined) {
        return new Refuse(
          'TAG_MISSING',
          `there is no tag ${tagName}`,
          'Create Tag makes it after a release merge.',
        );
      }
      if (version === undefined) {
        return new Refuse(
          'TAG_UNKNOWN',
          `the tag ${tagName} names no version`,
          'Only version tags are published.',
        );
      }
      return settled(`${tagName} is on ${tag.commitSha.slice(0, 7)}`);
    },
    act: () => Promise.reject(new Error('tag has nothing to do')),
    learn: (context, { tag, settings, version }) => ({
      ...context,
      ...(tag === undefined ? {} : { tag }),
      ...(settings === undefined ? {} : { settings }),
      ...(version === undefined ? {} : { version }),
    }),
  };
}
