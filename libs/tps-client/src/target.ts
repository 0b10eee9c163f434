import { TpsError } from './errors.ts';

/** What is released, in the words of TPS. */
export interface TpsTarget {
  /** The component slug, such as `heroku-applink-python`. */
  readonly component: string;
  /** The full commit sha of what is released. */
  readonly sha: string;
}

/** Whether a text can be a component slug: 1 to 200 visible characters, and no path step such as `..`. */
export function isComponentSlug(text: string): boolean {
  return /^[^\s\p{C}]{1,200}$/u.test(text) && text !== '.' && text !== '..';
}

/** Whether a text is a full commit sha, SHA-1 or SHA-256, in lower case. */
export function isCommitSha(text: string): boolean {
  return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(text);
}

/** Errors: `TPS_REQUEST_INVALID` for what cannot be sent. */
export function checkTarget({ component, sha }: TpsTarget): void {
  if (!isComponentSlug(component)) {
    throw new TpsError(
      'TPS_REQUEST_INVALID',
      `the component slug ${JSON.stringify(component)} cannot be sent`,
      {
        hint: 'Check the setting component, or COMPONENT_SLUG.',
      },
    );
  }
  if (!isCommitSha(sha)) {
    throw new TpsError('TPS_REQUEST_INVALID', `${JSON.stringify(sha)} is not a full commit sha`, {
      hint: 'TPS locks a commit, by its 40 or 64 hexadecimal digits.',
    });
  }
}
