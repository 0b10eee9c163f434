import { parseTagName, tagName } from '@heroku-release/versioning';

/** The tag of a version under the repository's template; every other text is taken as the name of a tag. Pure. */
export function tagToVerify(text: string, template: string): string {
  return /^\d/.test(text) && parseTagName(`v${text}`) !== undefined ? tagName(text, template) : text;
}
