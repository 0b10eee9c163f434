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
