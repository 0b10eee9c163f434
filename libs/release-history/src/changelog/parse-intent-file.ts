import { ChangelogError, parseIntent } from '@heroku-release/changelog';
import type { Intent } from '@heroku-release/changelog';

/** Parses one intent file. Errors: `CHANGELOG_INTENT_INVALID`, with the path of the file. */
export function parseIntentFile(path: string, text: string): Intent {
  try {
    return parseIntent(text, path.replace(/^.*\//, '').replace(/\.md$/, ''));
  } catch (cause) {
    if (!(cause instanceof ChangelogError)) throw cause;
    const { code, hint } = cause;
    throw new ChangelogError(code, `${path}: ${cause.message}`, { cause, hint });
  }
}
