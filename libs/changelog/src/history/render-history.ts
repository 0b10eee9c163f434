import { buildUnprovenSection } from '../section/build-section.ts';
import type { ChangelogStyle } from '../section/changelog-style.ts';
import { DEFAULT_STYLE } from '../section/changelog-style.ts';
import { blankLines, joinLines } from '../section/lines.ts';
import { bodyLines, sectionLines } from '../section/render-section.ts';
import type { VersionCommits, VersionsRequest } from './version-walk.ts';
import { mapVersions } from './version-walk.ts';

/** The input of {@link renderHistory}. */
export interface HistoryRequest extends VersionsRequest {
  readonly repositoryUrl?: string | undefined;
  readonly style?: ChangelogStyle | undefined;
}

/**
 * Renders the changelog of a whole history, newest version first, while the history is still being read. Each commit goes to the
 * oldest version that contains it, including side branches. Memory holds the open versions only.
 */
export async function* renderHistory(request: HistoryRequest): AsyncGenerator<string> {
  const { repositoryUrl, style = DEFAULT_STYLE } = request;
  yield joinLines(['# Changelog'], style.lineEnd);
  for await (const texts of mapVersions(request, (version) => renderVersion(version, style, repositoryUrl))) {
    yield texts.join('');
  }
}

function renderVersion(
  { tag, commits, previousTag }: VersionCommits,
  style: ChangelogStyle,
  repositoryUrl: string | undefined,
): string {
  const section = buildUnprovenSection({
    version: tag === undefined ? '' : versionText(tag.name),
    date: tag?.date.slice(0, 10) ?? '',
    commits,
    repositoryUrl,
    previousTag,
    tag: tag?.name,
  });
  const lines =
    tag === undefined
      ? [`${'#'.repeat(style.heading.level)} Unreleased`, '', ...bodyLines(section, style)]
      : sectionLines(section, style);
  const gap = blankLines(Math.max(1, style.spacing.betweenSections));
  return joinLines([...gap, ...lines], style.lineEnd);
}

/** The version as spelled in the tag. */
function versionText(name: string): string {
  return /\d.*$/.exec(name)?.[0] ?? name;
}
