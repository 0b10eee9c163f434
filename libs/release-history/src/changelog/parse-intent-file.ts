import { ChangelogError, parseIntent } from '@heroku-release/changelog';
import type { Intent } from '@heroku-release/changelog';

/** Reads one intent file. Errors: `CHANGELOG_INTENT_INVALID`, with the file's name. */
export function parseIntentFile(path: string, text: string): Intent {
  try {
    return parseIntent(text, path.replace(/^.*\//, '').replace(/\.md$/, ''));
  } catch (cause) {
    if (!(cause instanceof ChangelogError)) throw cause;
    const { code, hint } = cause;
    const details = { cause, ...(hint === undefined ? {} : { hint }) };
    throw new ChangelogError(code, `${path}: ${cause.message}`, details);
  }
}
