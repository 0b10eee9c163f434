import { GitError } from './errors.ts';

const SHA = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
// eslint-disable-next-line no-control-regex -- control characters are what is refused
const REVISION = /^(?![-^])(?!.*\.\.)[^\x00-\x20\x7f:?*[\\]{1,1024}$/;
// eslint-disable-next-line no-control-regex -- control characters are what is refused
const REF_CHARACTERS = /^[^\x00-\x20\x7f~^:?*[\\]{1,1024}$/;
// eslint-disable-next-line no-control-regex -- control characters are what is refused
const PATTERN_CHARACTERS = /^[^\x00-\x20\x7f~^:?[\\]{1,1024}$/;
// eslint-disable-next-line no-control-regex -- control characters are what is refused
const PATH = /^[^\x00\n\r]{1,4096}$/;
// eslint-disable-next-line no-control-regex -- control characters are what is refused
const REMOTE = /^(?!-)[^\x00-\x20\x7f]{1,2048}$/;

/** A full commit or object id, in lower case. Errors: `GIT_INVALID_NAME`. */
export function checkSha(text: string): string {
  return accept(SHA.test(text), 'a full object id', text);
}

/** A revision such as `HEAD`, `v1.2.3` or a commit id; no option, no range, no path. Errors: `GIT_INVALID_NAME`. */
export function checkRevision(text: string): string {
  return accept(REVISION.test(text), 'a revision', text);
}

/** Whether a tag may have this name. */
export function isTagName(text: string): boolean {
  const ref = `refs/tags/${text}`;
  return text !== '' && REF_CHARACTERS.test(ref) && isWellFormed(ref);
}

/** A full reference name under `refs/`, by the rules of git check-ref-format. Errors: `GIT_INVALID_NAME`. */
export function checkRef(text: string): string {
  return accept(text.startsWith('refs/') && REF_CHARACTERS.test(text) && isWellFormed(text), 'a ref', text);
}

/** A reference name under `refs/` in which `*` stands for any text, or `HEAD`. Errors: `GIT_INVALID_NAME`. */
export function checkRefPattern(text: string): string {
  const good = text === 'HEAD' || (text.startsWith('refs/') && PATTERN_CHARACTERS.test(text));
  return accept(good && isWellFormed(text), 'a ref pattern', text);
}

/** A path inside the repository: relative, with `/`, never above the root or into `.git`. Errors: `GIT_INVALID_NAME`. */
export function checkPath(text: string): string {
  const parts = text.split('/');
  const odd = parts.some((part) => part === '' || part === '.' || part === '..' || /^\.git$/i.test(part));
  return accept(PATH.test(text) && !odd, 'a path in the repository', text);
}

/** A remote's name, its URL or a local path. Errors: `GIT_INVALID_NAME`. */
export function checkRemote(text: string): string {
  return accept(REMOTE.test(text) && !/^ext::|^fd::/i.test(text), 'a remote', text);
}

function isWellFormed(ref: string): boolean {
  if (ref.includes('..') || ref.includes('@{') || ref.includes('//') || /[/.]$/.test(ref)) return false;
  return ref.split('/').every((part) => !part.startsWith('.') && !part.endsWith('.lock') && part !== '');
}

function accept(good: boolean, kind: string, text: string): string {
  if (good) return text;
  const shown = JSON.stringify(text.length > 120 ? `${text.slice(0, 120)}...` : text);
  throw new GitError('GIT_INVALID_NAME', `${shown} is not ${kind}`, {
    hint: `Give ${kind} that git accepts (git help check-ref-format).`,
  });
}
