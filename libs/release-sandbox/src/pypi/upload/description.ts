import type { UploadForm } from './multipart.ts';
import { Refusal } from '../model/refusal.ts';

/** Directives of Sphinx, which the index's renderer does not know. */
const UNKNOWN_DIRECTIVE =
  /^\s*\.\. (?:toctree|auto(?:module|class|function|method|summary)|literalinclude|versionadded|versionchanged|deprecated|py:\w+)::/m;
const UNKNOWN_ROLE = /(?:^|[\s(]):(?:ref|doc|py:\w+|class|func|meth|mod|attr|exc|data|any|numref):`/m;

/**
 * Refuses a description that surely does not render. Markdown and plain text always do; without a content type the text is
 * reStructuredText, of which only constructs of Sphinx are recognised here.
 */
export function checkDescription(form: UploadForm): void {
  const text = form.text('description');
  const type = (form.text('description_content_type') ?? 'text/x-rst').split(';')[0]?.trim().toLowerCase();
  if (text === undefined || type !== 'text/x-rst') return;
  if (UNKNOWN_DIRECTIVE.test(text) || UNKNOWN_ROLE.test(text)) {
    throw new Refusal(400, `The description failed to render for '${type}'.`);
  }
}
