import type { ChangelogEntry } from '../commit/changelog-entry.ts';
import type { ProvenSection } from '../section/section.ts';
import { countedIn, wasCounted } from './count-mark.ts';
import { detectStyle } from './detect-style.ts';
import { ExistingLines } from './existing-lines.ts';
import { findSection } from './read-section.ts';
import { outlineOf } from './section-outline.ts';

/**
 * Finds the entries that the section of this version in a changelog file lacks; every entry when the file has no such section. An entry is
 * present when the text contains its pull request or its commit. An entry that was counted before and is no longer present was reworded or
 * removed by a person, and is not missing. Pure.
 */
export function findMissingEntries(text: string, section: ProvenSection): readonly ChangelogEntry[] {
  const outline = outlineOf(text);
  const range = findSection(outline, section.version);
  if (range === undefined) return section.entries;
  const counted = countedIn(outline, range, section);
  const existing = new ExistingLines(outline, range, section, detectStyle(text));
  return section.entries.filter((entry) => !existing.has(entry) && !wasCounted(entry, counted));
}
