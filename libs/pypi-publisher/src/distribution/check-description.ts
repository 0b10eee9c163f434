import type { CoreMetadata } from './core-metadata.ts';
import { warning, problem } from './distribution-problem.ts';
import type { DistributionProblem } from './distribution-problem.ts';

const TYPES = ['text/plain', 'text/x-rst', 'text/markdown'];
const MARKDOWN = /^#{1,6} |^```|\]\(/m;

/** reStructuredText that only Sphinx supports or that an index forbids. It makes rendering fail, and with it the upload. */
const FATAL_RST: readonly (readonly [RegExp, string])[] = [
  [
    /^\.\. (?:toctree|autoclass|automodule|autofunction|literalinclude|versionadded|deprecated)::/m,
    'a Sphinx directive',
  ],
  [/:(?:ref|doc|class|func|meth|mod|attr|exc):`/, 'a Sphinx role'],
  [/^\.\. (?:raw|include)::/m, 'a directive that indexes do not allow'],
];

/**
 * Checks the project description without rendering it. Markdown and plain text always render. PyPI refuses an upload whose reStructuredText
 * does not render, and it takes a description without a content type for reStructuredText.
 */
export function checkDescription(metadata: CoreMetadata, file: string): DistributionProblem[] {
  const text = metadata.fields.get('description')?.[0];
  const type = metadata.fields.get('description_content_type')?.[0];
  const found: DistributionProblem[] = [];
  if (type !== undefined) found.push(...checkContentType(type, file));
  if (text === undefined) return [...found, warning('DESCRIPTION', file, 'has no description')];
  if (type === undefined) {
    if (MARKDOWN.test(text)) {
      const message =
        'has a description that looks like Markdown but has no content type; an index would render it as reStructuredText';
      found.push(warning('DESCRIPTION', file, message));
    }
    return found;
  }
  return mediaType(type) === 'text/x-rst' ? [...found, ...checkRst(text, file)] : found;
}

const mediaType = (type: string): string => type.split(';')[0]?.trim().toLowerCase() ?? '';

function checkContentType(type: string, file: string): DistributionProblem[] {
  const media = mediaType(type);
  const refuse = (message: string) => [problem('DESCRIPTION', file, message)];
  if (!TYPES.includes(media)) return refuse(`has the unsupported description content type '${type}'`);
  for (const parameter of type.split(';').slice(1)) {
    const [name = '', value = ''] = parameter.split('=').map((part) => part.trim().replaceAll('"', ''));
    if (name === 'charset' && value.toLowerCase() !== 'utf-8')
      return refuse('has a description that is not UTF-8');
    if (name === 'variant' && media === 'text/markdown' && !['GFM', 'CommonMark'].includes(value)) {
      return refuse(`has the unknown Markdown variant '${value}'`);
    }
  }
  return [];
}

function checkRst(text: string, file: string): DistributionProblem[] {
  const found = FATAL_RST.filter(([rule]) => rule.test(text)).map(([, what]) =>
    warning('DESCRIPTION', file, `uses ${what} in its description, which may not render`),
  );
  const lines = text.split(/\r?\n/);
  const short = lines.findIndex((line, index) => {
    const underline = lines[index + 1] ?? '';
    const overlined = /^([=\-~^"'#*+])\1{2,}\s*$/.test(lines[index - 1] ?? '');
    const isUnderline = /^([=\-~^"'#*+])\1{3,}$/.test(underline.trimEnd());
    return (
      !overlined &&
      /^\S/.test(line) &&
      !/^(\W)\1+$/.test(line) &&
      isUnderline &&
      underline.length < line.length
    );
  });
  if (short !== -1)
    found.push(
      warning(
        'DESCRIPTION',
        file,
        `has a title underline that is too short in line ${short + 2} of its description`,
      ),
    );
  return found;
}
