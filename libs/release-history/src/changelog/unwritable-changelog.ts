import type { ChangelogStyle } from '@heroku-release/changelog';

/** Why no section is written into a changelog of this style, to be said after the file's name; undefined when one is. */
export function whyUnwritable(kind: ChangelogStyle['kind']): string | undefined {
  switch (kind) {
    case 'markdown':
    case 'new':
      return undefined;
    case 'rst':
      return 'is reStructuredText';
    case 'pointer':
      return 'only says where the changelog is';
    case 'unknown':
      return 'has no section that shows how the next is to be written';
  }
}
