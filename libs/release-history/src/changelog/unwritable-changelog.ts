import type { ChangelogStyle } from '@heroku-release/changelog';

/** The reason why a changelog of this style is not written, to follow the file's name. Undefined when it is written. */
export function whyUnwritable(kind: ChangelogStyle['kind']): string | undefined {
  switch (kind) {
    case 'markdown':
    case 'new':
      return undefined;
    case 'rst':
      return 'is reStructuredText';
    case 'pointer':
      return 'only points to the changelog';
    case 'unknown':
      return 'has no section that shows how to write the next one';
  }
}
