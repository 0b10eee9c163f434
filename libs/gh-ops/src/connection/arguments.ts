import { GitHubError } from '../errors.ts';

/**
 * A full commit id. Abbreviated ids are refused: GitHub's filters silently match nothing with them, and everything with an empty one.
 */
export function checkedSha(sha: string): string {
  return checked(sha, /^[0-9a-f]{40}$/, 'a full commit id of 40 lower-case hexadecimal digits');
}

/** A branch or tag name under git's own rules (`git check-ref-format`), without `refs/heads/` or `refs/tags/`. */
export function checkedRefName(name: string): string {
  const invalid =
    // eslint-disable-next-line no-control-regex -- git forbids control characters in ref names
    /[\u0000-\u0020\u007f~^:?*[\\]|\.\.|@\{|\/\/|^[-/.]|\/\.|\.lock(?:\/|$)|[/.]$|^@$/.test(name);
  if (name === '' || name.length > 200 || invalid) throw badArgument(name, 'a branch or tag name');
  return name;
}

/** The file name of a workflow, such as `publish.yml`. */
export function checkedWorkflowFile(name: string): string {
  return checked(name, /^[A-Za-z0-9_][A-Za-z0-9._-]*\.ya?ml$/, 'the file name of a workflow');
}

/** An asset name that GitHub keeps as it is; it changes all others. */
export function checkedAssetName(name: string): string {
  return checked(
    name,
    /^[A-Za-z0-9_-](?:[A-Za-z0-9._-]*[A-Za-z0-9_-])?$/,
    'an asset name that GitHub keeps unchanged',
  );
}

/** A path inside the repository, with `/` and without `.` and `..` parts. */
export function checkedPath(path: string): string {
  const parts = path.split('/');
  // eslint-disable-next-line no-control-regex -- control characters must not reach a query
  const invalid = /[\u0000-\u001f\\:]/.test(path) || parts.some((part) => ['', '.', '..'].includes(part));
  if (invalid) throw badArgument(path, 'a path inside the repository');
  return path;
}

/** The id of a release, asset, run or artifact, or the number of a pull request. */
export function checkedId(id: number): number {
  if (!Number.isSafeInteger(id) || id <= 0) throw badArgument(String(id), 'an id');
  return id;
}

/** The owner or the name of a repository. */
export function checkedOwnerOrName(name: string): string {
  return checked(name, /^(?!\.{1,2}$)[A-Za-z0-9._-]{1,100}$/, 'the owner or name of a repository');
}

/** A time in UTC to the second, such as `2026-01-02T03:04:05Z`, which is the precision of a tag object. */
export function checkedTimestamp(timestamp: string): string {
  return checked(
    timestamp,
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/,
    'a time in UTC such as 2026-01-02T03:04:05Z',
  );
}

function checked(value: string, pattern: RegExp, kind: string): string {
  if (!pattern.test(value)) throw badArgument(value, kind);
  return value;
}

function badArgument(value: string, kind: string): GitHubError {
  return new GitHubError('GITHUB_BAD_ARGUMENT', `${JSON.stringify(value.slice(0, 100))} is not ${kind}`, {
    hint: 'Nothing was sent. Check where the value comes from.',
  });
}
