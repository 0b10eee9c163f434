import { isProjectName } from '../model/file-name.ts';
import { isLicenseExpression } from './license-expression.ts';
import type { UploadForm } from './multipart.ts';
import { parseIndexVersion } from '../model/pep440.ts';
import { Refusal } from '../model/refusal.ts';
import { isSpecifierSet, requirementProblem } from './requirement.ts';

/** Accepted metadata versions, oldest first. 2.6 is specified, but the index refuses it. */
const METADATA_VERSIONS = ['1.0', '1.1', '1.2', '2.1', '2.2', '2.3', '2.4', '2.5'];

/** The metadata version that introduced each form field, except those of 1.0. */
const INTRODUCED: Readonly<Record<string, string>> = {
  supported_platform: '1.1',
  download_url: '1.1',
  classifiers: '1.1',
  requires: '1.1',
  provides: '1.1',
  obsoletes: '1.1',
  maintainer: '1.2',
  maintainer_email: '1.2',
  requires_dist: '1.2',
  requires_python: '1.2',
  requires_external: '1.2',
  project_urls: '1.2',
  provides_dist: '1.2',
  obsoletes_dist: '1.2',
  description_content_type: '2.1',
  provides_extra: '2.1',
  dynamic: '2.2',
  license_expression: '2.4',
  license_file: '2.4',
  import_name: '2.5',
  import_namespace: '2.5',
};

const DISPLAY_NAMES: Readonly<Record<string, string>> = {
  description_content_type: 'Description-Content-Type',
  home_page: 'Home-Page',
  download_url: 'Download-URL',
  author_email: 'Author-email',
  maintainer_email: 'Maintainer-email',
  classifiers: 'Classifier',
  project_urls: 'Project-URL',
  requires_python: 'Requires-Python',
  requires_dist: 'Requires-Dist',
};

const displayName = (field: string): string =>
  DISPLAY_NAMES[field] ??
  field
    .split('_')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('-');

const DYNAMIC = new Set(
  `platform supported-platform summary description description-content-type keywords home-page download-url author
  author-email maintainer maintainer-email license license-expression license-file classifier requires-dist requires-python
  requires-external project-url provides-extra provides-dist obsoletes-dist requires provides obsoletes import-name
  import-namespace`.split(/\s+/),
);

const CLASSIFIER_ROOTS = new Set([
  'Development Status',
  'Environment',
  'Framework',
  'Intended Audience',
  'License',
  'Natural Language',
  'Operating System',
  'Programming Language',
  'Topic',
  'Typing',
]);

function isUri(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && ['http:', 'https:'].includes(url.protocol) && url.host !== '';
}

function projectUrlProblem(values: readonly string[]): string | undefined {
  const labels = new Set<string>();
  for (const value of values) {
    const comma = value.indexOf(',');
    const label = value.slice(0, comma).trim();
    if (comma < 0) return 'Use both a label and an URL.';
    if (label.length < 1 || label.length > 32) return 'Use 32 characters or less.';
    if (!isUri(value.slice(comma + 1).trim())) return 'Use valid URL.';
    if (labels.has(label)) return 'Use unique labels.';
    labels.add(label);
  }
  return undefined;
}

function contentTypeProblem(value: string): string | undefined {
  const [type = '', ...parameters] = value.split(';').map((piece) => piece.trim());
  if (!['text/plain', 'text/x-rst', 'text/markdown'].includes(type.toLowerCase()))
    return 'Use a known content type';
  for (const parameter of parameters) {
    const [key = '', text = ''] = parameter.split('=').map((piece) => piece.trim().replaceAll('"', ''));
    if (key.toLowerCase() === 'charset' && text.toUpperCase() !== 'UTF-8') return 'Use a valid charset';
    const markdown = type.toLowerCase() === 'text/markdown';
    if (markdown && key.toLowerCase() === 'variant' && !['GFM', 'CommonMark'].includes(text))
      return 'Use a valid variant';
  }
  return undefined;
}

type Check = (values: readonly string[], form: UploadForm) => string | undefined;

const every =
  (isValid: (value: string) => boolean, problem: string): Check =>
  (values) =>
    values.every(isValid) ? undefined : problem;

const firstAddress: Check = ([value = '']) =>
  /^(?:"[^"]*"\s*|[^<>",]*)<[^<>@\s,]+@[^<>@\s,]+\.[^<>@\s,]+>|^\s*[^<>@\s,]+@[^<>@\s,]+\.[^<>@\s,]+/.test(
    value,
  )
    ? undefined
    : 'Use a valid email address';

const requirements: Check = (values) =>
  values.map(requirementProblem).find((problem) => problem !== undefined);

const CHECKS: Readonly<Record<string, Check>> = {
  author_email: firstAddress,
  classifiers: every(
    (value) => value.split(' :: ').length > 1 && CLASSIFIER_ROOTS.has(value.split(' :: ')[0] ?? ''),
    'Not a valid classifier',
  ),
  description_content_type: ([value = '']) => contentTypeProblem(value),
  download_url: every(isUri, 'Invalid URI'),
  dynamic: every((value) => DYNAMIC.has(value.toLowerCase()), 'is not dynamic'),
  home_page: every(isUri, 'Invalid URI'),
  license_expression: ([value = ''], form) => {
    if (form.text('license') !== undefined)
      return 'License is deprecated when License-Expression is present.';
    return isLicenseExpression(value) ? undefined : `Invalid license expression: '${value}'`;
  },
  license_file: every(
    (value) =>
      !value.startsWith('/') &&
      !value.includes('\\') &&
      !value.includes('*') &&
      !value.split('/').includes('..'),
    'must be a relative path with "/" and without ".." or "*"',
  ),
  maintainer_email: firstAddress,
  obsoletes_dist: requirements,
  project_urls: projectUrlProblem,
  provides_dist: requirements,
  provides_extra: every(
    (value) => /^[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?$/i.test(value),
    'is an invalid extra name',
  ),
  requires_dist: requirements,
  requires_python: every(isSpecifierSet, 'Invalid specifier'),
  summary: every(
    (value) => value.length <= 512 && !/[\r\n]/.test(value),
    'Use a single line only, of 512 characters or less.',
  ),
};

const invalid = (field: string, value: string, why: string): Refusal =>
  new Refusal(400, `'${value}' is an invalid value for ${displayName(field)}. Error: ${why}`);

function checkRequiredFields(form: UploadForm): {
  project: string;
  version: string;
  metadataVersion: string;
} {
  const metadataVersion = form.text('metadata_version');
  if (metadataVersion === undefined) throw new Refusal(400, `'metadata_version' is a required field`);
  if (!METADATA_VERSIONS.includes(metadataVersion)) {
    throw new Refusal(400, `'${metadataVersion}' is not a valid metadata version`);
  }
  const project = form.text('name');
  if (project === undefined) throw new Refusal(400, `'name' is a required field`);
  if (!isProjectName(project))
    throw invalid(
      'name',
      project,
      "Start and end with a letter or numeral containing only ASCII numeric and '.', '_' and '-'.",
    );
  const version = form.text('version');
  if (version === undefined) throw new Refusal(400, `'version' is a required field`);
  const parsed = parseIndexVersion(version);
  if (parsed === undefined) throw invalid('version', version, `Invalid version: '${version}'`);
  if (parsed.local) throw new Refusal(400, `The use of local versions in '${version}' is not allowed.`);
  return { project, version, metadataVersion };
}

/** Checks the core metadata of a form. Throws the first problem, in the order of the index. */
export function checkMetadata(form: UploadForm): { project: string; version: string } {
  const { project, version, metadataVersion } = checkRequiredFields(form);
  const declared = METADATA_VERSIONS.indexOf(metadataVersion);
  for (const field of Object.keys(form.fields()).toSorted()) {
    const since = INTRODUCED[field];
    const values = form.all(field);
    if (since !== undefined && METADATA_VERSIONS.indexOf(since) > declared) {
      const name = displayName(field).toLowerCase();
      throw new Refusal(400, `${name} introduced in metadata version ${since}, not ${metadataVersion}`);
    }
    const problem = CHECKS[field]?.(values, form);
    if (problem !== undefined) throw invalid(field, values[0] ?? '', problem);
  }
  return { project, version };
}
