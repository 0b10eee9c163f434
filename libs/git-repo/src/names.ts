import { GitError } from './errors.ts';

const SHA = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
// eslint-disable-next-line no-control-regex -- the pattern refuses control characters
const REVISION = /^(?![-^])(?!.*\.\.)[^\x00-\x20\x7f:?*[\\]{1,1024}$/;
// eslint-disable-next-line no-control-regex -- the pattern refuses control characters
const REF_CHARACTERS = /^[^\x00-\x20\x7f~^:?*[\\]{1,1024}$/;
// eslint-disable-next-line no-control-regex -- the pattern refuses control characters
const PATTERN_CHARACTERS = /^[^\x00-\x20\x7f~^:?[\\]{1,1024}$/;
// eslint-disable-next-line no-control-regex -- the pattern refuses control characters
const PATH = /^[^\x00\n\r]{1,4096}$/;
// eslint-disable-next-line no-control-regex -- the pattern refuses control characters
const REMOTE = /^(?!-)[^\x00-\x20\x7f]{1,2048}$/;

/** A full commit or object id, in lower case. Errors: `GIT_INVALID_NAME`. */
export function checkSha(text: string): string {
  return accept(SHA.test(text), 'a full object id', text);
}

/** A revision such as `HEAD`, `v1.2.3` or a commit id, but not an option, a range or a path. Errors: `GIT_INVALID_NAME`. */
export function checkRevision(text: string): string {
  return accept(REVISION.test(text), 'a revision', text);
}

/** Whether git accepts this name for a tag. */
export function isTagName(text: string): boolean {
  const ref = `refs/tags/${text}`;
  return text !== '' && REF_CHARACTERS.test(ref) && isWellFormed(ref);
}

/** A full reference name under `refs/`, as git check-ref-format defines it. Errors: `GIT_INVALID_NAME`. */
export function checkRef(text: string): string {
  return accept(text.startsWith('refs/') && REF_CHARACTERS.test(text) && isWellFormed(text), 'a ref', text);
}

/** A reference name under `refs/` in which `*` matches any text, or `HEAD`. Errors: `GIT_INVALID_NAME`. */
export function checkRefPattern(text: string): string {
  const isAllowed = text === 'HEAD' || (text.startsWith('refs/') && PATTERN_CHARACTERS.test(text));
  return accept(isAllowed && isWellFormed(text), 'a ref pattern', text);
}

/** A path inside the repository: relative, separated by `/`, never above the root or inside `.git`. Errors: `GIT_INVALID_NAME`. */
export function checkPath(text: string): string {
  const parts = text.split('/');
  const isUnsafe = parts.some(
    (part) => part === '' || part === '.' || part === '..' || /^\.git$/i.test(part),
  );
  return accept(PATH.test(text) && !isUnsafe, 'a path in the repository', text);
}

/** A remote's name, its URL, or a local path. Errors: `GIT_INVALID_NAME`. */
export function checkRemote(text: string): string {
  return accept(REMOTE.test(text) && !/^ext::|^fd::/i.test(text), 'a remote', text);
}

function isWellFormed(ref: string): boolean {
  if (ref.includes('..') || ref.includes('@{') || ref.includes('//') || /[/.]$/.test(ref)) return false;
  return ref.split('/').every((part) => !part.startsWith('.') && !part.endsWith('.lock') && part !== '');
}

function accept(isValid: boolean, kind: string, text: string): string {
  if (isValid) return text;
  const shown = JSON.stringify(text.length > 120 ? `${text.slice(0, 120)}...` : text);
  throw new GitError('GIT_INVALID_NAME', `${shown} is not ${kind}`, {
    hint: `Use ${kind} that git accepts (see git help check-ref-format).`,
  });
}
