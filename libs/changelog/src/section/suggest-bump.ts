import type { ChangelogEntry } from '../commit/changelog-entry.ts';
import type { IntentBump } from './intents.ts';
import type { ChangelogSection } from './section.ts';

/** A bump and the entries that require it. */
export interface BumpSuggestion {
  /** `none` when nothing is listed. */
  readonly bump: IntentBump;
  /** The entries that require this bump. */
  readonly because: readonly ChangelogEntry[];
}

/**
 * Suggests the bump that the entries of a section require: major for breaking changes, minor for features and deprecations, patch for
 * everything else, including removals that are not marked as breaking. While the current version is 0.x, breaking changes require a minor
 * bump.
 */
export function suggestBump(
  section: Pick<ChangelogSection, 'entries'>,
  options: { readonly current?: string | undefined } = {},
): BumpSuggestion {
  const early = /^v?0\./.test(options.current ?? '');
  const required = section.entries.map((entry) => ({ entry, bump: bumpOf(entry, early) }));
  const bump = (['major', 'minor', 'patch'] as const).find((level) =>
    required.some((one) => one.bump === level),
  );
  if (bump === undefined) return { bump: 'none', because: [] };
  return { bump, because: required.filter((one) => one.bump === bump).map(({ entry }) => entry) };
}

function bumpOf(entry: ChangelogEntry, early: boolean): IntentBump {
  if (entry.breaking) return early ? 'minor' : 'major';
  return entry.kind === 'feature' || entry.kind === 'deprecation' ? 'minor' : 'patch';
}
