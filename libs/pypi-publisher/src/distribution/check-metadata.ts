import { checkDescription } from './check-description.ts';
import { isOlder } from './core-metadata.ts';
import type { Distribution } from './distribution.ts';
import { problem, warning } from './distribution-problem.ts';
import type { DistributionProblem } from './distribution-problem.ts';
import { METADATA_FIELDS, METADATA_VERSIONS } from './metadata-fields.ts';
import { isProjectName } from './project-name.ts';
import { findVersion } from './version-text.ts';

type Fields = ReadonlyMap<string, readonly string[]>;

/** Checks the rules that PyPI applies to the metadata in the upload form, except for those that need PyPI's own data. */
export function checkMetadata(distribution: Distribution): DistributionProblem[] {
  const { filename: file, metadata } = distribution;
  const { fields } = metadata;
  const found = [
    ...checkVersions(distribution),
    ...checkFields(fields, file),
    ...checkDescription(metadata, file),
  ];
  if (!isProjectName(metadata.name))
    found.push(problem('NAME_INVALID', file, `has the invalid name '${metadata.name}'`));
  const version = findVersion(metadata.version);
  if (version === undefined) {
    found.push(problem('VERSION_INVALID', file, `has the invalid version '${metadata.version}'`));
  } else if (version.local !== undefined) {
    found.push(
      problem('LOCAL_VERSION', file, `has the local version ${metadata.version}, which PyPI refuses`),
    );
  }
  for (const header of metadata.unknownHeaders) {
    found.push(warning('METADATA_UNKNOWN_FIELD', file, `has the unknown metadata field '${header}'`));
  }
  if (metadata.requiresPython === undefined) {
    found.push(
      warning(
        'NO_REQUIRES_PYTHON',
        file,
        'does not declare the Python versions it supports (Requires-Python)',
      ),
    );
  }
  return found;
}

function checkVersions({ filename: file, metadata }: Distribution): DistributionProblem[] {
  const declared = metadata.metadataVersion;
  if (!(METADATA_VERSIONS as readonly string[]).includes(declared)) {
    return [
      problem('METADATA_VERSION', file, `has metadata version '${declared}', which PyPI does not accept`),
    ];
  }
  return METADATA_FIELDS.filter(
    ({ form, since }) => metadata.fields.has(form) && isOlder(declared, since),
  ).map(({ header, since }) =>
    problem(
      'METADATA_VERSION',
      file,
      `has ${header}, which needs metadata version ${since} or newer, but declares ${declared}`,
    ),
  );
}

function checkFields(fields: Fields, file: string): DistributionProblem[] {
  const found: DistributionProblem[] = [];
  const refuse = (message: string) => found.push(problem('METADATA_FIELD', file, message));
  const summary = fields.get('summary')?.[0];
  if (summary !== undefined && (summary.length > 512 || summary.includes('\n'))) {
    refuse('has a summary that is longer than one line of 512 characters');
  }
  if (fields.has('license') && fields.has('license_expression')) {
    refuse('has both License and License-Expression');
  }
  for (const form of ['home_page', 'download_url']) {
    const url = fields.get(form)?.[0];
    if (url !== undefined && !URL.canParse(url)) refuse(`has the invalid URL '${url}' in ${form}`);
  }
  for (const value of fields.get('dynamic') ?? []) {
    if (['name', 'version', 'metadata-version'].includes(value.toLowerCase())) {
      refuse(`declares ${value} as dynamic, which is not allowed`);
    }
  }
  for (const value of fields.get('license_file') ?? []) {
    if (
      value.startsWith('/') ||
      value.includes('\\') ||
      value.includes('*') ||
      value.split('/').includes('..')
    ) {
      refuse(`has the invalid License-File '${value}'`);
    }
  }
  found.push(...checkProjectUrls(fields, file), ...checkPublishable(fields, file));
  return found;
}

function checkProjectUrls(fields: Fields, file: string): DistributionProblem[] {
  const labels = new Set<string>();
  const found: DistributionProblem[] = [];
  for (const value of fields.get('project_urls') ?? []) {
    const comma = value.indexOf(',');
    const [label, url] = [value.slice(0, Math.max(comma, 0)).trim(), value.slice(comma + 1).trim()];
    if (label === '' || label.length > 32 || labels.has(label) || !URL.canParse(url)) {
      found.push(problem('METADATA_FIELD', file, `has the invalid Project-URL '${value}'`));
    }
    labels.add(label);
  }
  return found;
}

function checkPublishable(fields: Fields, file: string): DistributionProblem[] {
  const found = (fields.get('classifiers') ?? [])
    .filter((classifier) => /^private\b/i.test(classifier))
    .map((classifier) =>
      problem('PRIVATE_CLASSIFIER', file, `has the classifier '${classifier}', which forbids publishing`),
    );
  for (const form of ['requires_dist', 'provides_dist', 'obsoletes_dist']) {
    for (const value of fields.get(form) ?? []) {
      // PEP 508: `name [extras] @ url`; a marker after `;` may contain an @ in a string.
      if (/^[^;]*@/.test(value))
        found.push(problem('DIRECT_URL', file, `depends on a direct URL: '${value}'`));
    }
  }
  return found;
}
