import type { UploadForm } from './multipart.ts';
import { Refusal } from '../model/refusal.ts';

/** Directives of Sphinx, which the renderer of the index does not support. */
const SPHINX_DIRECTIVE =
  /^\s*\.\. (?:toctree|auto(?:module|class|function|method|summary)|literalinclude|versionadded|versionchanged|deprecated|py:\w+)::/m;
const SPHINX_ROLE = /(?:^|[\s(]):(?:ref|doc|py:\w+|class|func|meth|mod|attr|exc|data|any|numref):`/m;

/**
 * Refuses a description that cannot be rendered. Markdown and plain text always can. Without a content type the text is reStructuredText;
 * only Sphinx constructs are detected in it.
 */
export function checkDescription(form: UploadForm): void {
  const text = form.text('description');
  const type = (form.text('description_content_type') ?? 'text/x-rst').split(';')[0]?.trim().toLowerCase();
  if (text === undefined || type !== 'text/x-rst') return;
  if (SPHINX_DIRECTIVE.test(text) || SPHINX_ROLE.test(text)) {
    throw new Refusal(400, `The description failed to render for '${type}'.`);
  }
}
