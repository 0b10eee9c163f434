import { buildUnproven } from '../section/build-section.ts';
import type { ChangelogStyle } from '../section/changelog-style.ts';
import { DEFAULT_STYLE } from '../section/changelog-style.ts';
import { blank, joinLines, renderBody, renderSection } from '../section/render-section.ts';
import type { VersionCommits, VersionsRequest } from './version-walk.ts';
import { mapVersions } from './version-walk.ts';

/** What a whole history is rendered from. */
export interface HistoryRequest extends VersionsRequest {
  readonly repositoryUrl?: string;
  readonly style?: ChangelogStyle;
}

/**
 * Renders the changelog of a whole history, newest version first, while the history is still being read. Each commit goes to the
 * oldest version that contains it, side branches included. Memory holds the open versions only.
 */
export async function* renderHistory(request: HistoryRequest): AsyncGenerator<string> {
  const { repositoryUrl, style = DEFAULT_STYLE } = request;
  yield joinLines(['# Changelog'], style);
  for await (const texts of mapVersions(request, (version) => renderVersion(version, style, repositoryUrl))) {
    yield texts.join('');
  }
}

function renderVersion(
  { tag, commits, previousTag }: VersionCommits,
  style: ChangelogStyle,
  repositoryUrl: string | undefined,
): string {
  const gap = joinLines(blank(Math.max(1, style.spacing.betweenSections)), style);
  const request = {
    version: tag === undefined ? '' : versionText(tag.name),
    date: tag?.date.slice(0, 10) ?? '',
    commits,
    ...(repositoryUrl === undefined ? {} : { repositoryUrl }),
    ...(previousTag === undefined ? {} : { previousTag }),
    ...(tag === undefined ? {} : { tag: tag.name }),
  };
  const section = buildUnproven(request, commits);
  if (tag !== undefined) return gap + renderSection(section, style);
  const heading = `${'#'.repeat(style.heading.level)} Unreleased`;
  return gap + joinLines([heading, '', ...renderBody(section, style)], style);
}

/** The version as the tag spells it. */
function versionText(name: string): string {
  return /\d.*$/.exec(name)?.[0] ?? name;
}
