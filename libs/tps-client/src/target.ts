import { TpsError } from './errors.ts';

/** The release for which a lock is requested. */
export interface TpsTarget {
  /** The component slug, such as `heroku-applink-python`. */
  readonly component: string;
  /** The full sha of the released commit. */
  readonly sha: string;
}

/** Whether a text can be a component slug: 1 to 200 visible characters, and not a path step such as `..`. */
export function isComponentSlug(text: string): boolean {
  return /^[^\s\p{C}]{1,200}$/u.test(text) && text !== '.' && text !== '..';
}

/** Whether a text is a full commit sha, SHA-1 or SHA-256, in lower case. */
export function isCommitSha(text: string): boolean {
  return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(text);
}

/** Checks slug and sha. Errors: `TPS_REQUEST_INVALID`. */
export function checkTarget({ component, sha }: TpsTarget): void {
  if (!isComponentSlug(component)) {
    throw new TpsError('TPS_REQUEST_INVALID', `${JSON.stringify(component)} is not a valid component slug`, {
      hint: 'Check the setting component, or COMPONENT_SLUG.',
    });
  }
  if (!isCommitSha(sha)) {
    throw new TpsError('TPS_REQUEST_INVALID', `${JSON.stringify(sha)} is not a full commit sha`, {
      hint: 'TPS locks a commit: pass its 40 or 64 hexadecimal digits.',
    });
  }
}
