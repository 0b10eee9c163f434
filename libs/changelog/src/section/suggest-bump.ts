import type { IntentBump } from './intents.ts';
import type { ChangelogEntry, ChangelogSection } from './section.ts';

/** A bump and the entries that ask for it. */
export interface BumpSuggestion {
  /** `none` when nothing is listed. */
  readonly bump: IntentBump;
  /** The entries that make it this high. */
  readonly because: readonly ChangelogEntry[];
}

/**
 * The bump that the entries of a section ask for: breaking changes of the major, features and deprecations of the minor,
 * everything else of the patch, a removal that nobody marked as breaking too. While the current version is 0.x, a breaking change
 * asks for the minor.
 */
export function suggestBump(
  section: Pick<ChangelogSection, 'entries'>,
  options: { readonly current?: string } = {},
): BumpSuggestion {
  const early = /^v?0\./.test(options.current ?? '');
  const asked = section.entries.map((entry) => ({ entry, bump: bumpOf(entry, early) }));
  const bump = (['major', 'minor', 'patch'] as const).find((level) =>
    asked.some((one) => one.bump === level),
  );
  if (bump === undefined) return { bump: 'none', because: [] };
  return { bump, because: asked.filter((one) => one.bump === bump).map(({ entry }) => entry) };
}

function bumpOf(entry: ChangelogEntry, early: boolean): IntentBump {
  if (entry.breaking) return early ? 'minor' : 'major';
  return entry.kind === 'feature' || entry.kind === 'deprecation' ? 'minor' : 'patch';
}
