import { checkMetadata } from './check-metadata.ts';
import { readDistribution } from './distribution.ts';
import type { Distribution } from './distribution.ts';
import { problem, warning } from './distribution-problem.ts';
import type { DistributionProblem } from './distribution-problem.ts';
import { PypiError } from '../errors.ts';
import { classifyPlatform } from './platform-tag.ts';
import { fileNameForm, normalizeProjectName } from './project-name.ts';
import { canonicalVersion, sameVersion } from './version-text.ts';

/** The release that the files belong to. */
export interface ExpectedRelease {
  /** The project's name in any spelling. */
  readonly name: string;
  /** A PEP 440 version in any spelling. */
  readonly version: string;
}

/** PyPI's default; a project can request a higher limit. */
const USUAL_FILE_LIMIT = 100 * 1024 * 1024;

/**
 * Finds everything that can be found before the first request: whether the names and versions of the files, of their metadata and of the
 * release agree, whether an index accepts the set, and whether the metadata follow PyPI's rules. Paths are read first; a file that cannot be
 * read is a finding, not an exception. The files can be published when no finding is an `error`.
 */
export async function checkDistributions(
  files: readonly (Distribution | string)[],
  expected: ExpectedRelease,
): Promise<DistributionProblem[]> {
  const found: DistributionProblem[] = [];
  const distributions: Distribution[] = [];
  for (const file of files) {
    const read = typeof file === 'string' ? await tryRead(file) : file;
    if ('severity' in read) found.push(read);
    else distributions.push(read);
  }
  if (files.length === 0) found.push(problem('NO_FILES', '', 'there are no files to publish'));
  for (const distribution of distributions) {
    found.push(...checkIdentity(distribution, expected), ...checkFileName(distribution));
    found.push(...checkMetadata(distribution));
    if (distribution.size > USUAL_FILE_LIMIT) {
      const message = 'is larger than 100 MiB, the default limit for files on PyPI';
      found.push(warning('TOO_LARGE', distribution.filename, message));
    }
  }
  return [...found, ...checkSet(distributions)];
}

async function tryRead(path: string): Promise<Distribution | DistributionProblem> {
  try {
    return await readDistribution(path);
  } catch (error) {
    if (!(error instanceof PypiError)) throw error;
    return problem('UNREADABLE', path.split(/[\\/]/).at(-1) ?? path, error.message);
  }
}

function checkIdentity(distribution: Distribution, expected: ExpectedRelease): DistributionProblem[] {
  const { filename: file, fileName, name, version } = distribution;
  const found: DistributionProblem[] = [];
  for (const [where, given] of [
    ['file name', fileName.name],
    ['metadata', name],
  ] as const) {
    if (normalizeProjectName(given) === normalizeProjectName(expected.name)) continue;
    found.push(
      problem(
        'NAME_MISMATCH',
        file,
        `has the name '${given}' in its ${where}, but the project is '${expected.name}'`,
      ),
    );
  }
  for (const [where, given] of [
    ['file name', fileName.version],
    ['metadata', version],
  ] as const) {
    if (sameVersion(given, expected.version)) continue;
    const message = `has the version '${given}' in its ${where}, but the release is ${expected.version}`;
    found.push(problem('VERSION_MISMATCH', file, message));
  }
  return found;
}

function checkFileName(distribution: Distribution): DistributionProblem[] {
  const { filename: file, fileName, name, version } = distribution;
  if (fileName.kind === 'sdist') {
    const wanted = `${fileNameForm(name)}-${canonicalVersion(version) ?? version}`;
    const found: DistributionProblem[] = [];
    if (file !== `${wanted}.tar.gz`) {
      found.push(problem('FILE_NAME_FORM', file, `must be named '${wanted}.tar.gz' (PEP 625)`));
    }
    if (distribution.folder !== wanted) {
      found.push(
        warning(
          'TOP_FOLDER',
          file,
          `has the top-level folder '${distribution.folder}' instead of '${wanted}'`,
        ),
      );
    }
    return found;
  }
  const found: DistributionProblem[] = [];
  if (fileName.name !== fileNameForm(name)) {
    found.push(
      problem('FILE_NAME_FORM', file, `must have a file name that starts with '${fileNameForm(name)}-'`),
    );
  }
  for (const tag of fileName.platform.split('.')) {
    const verdict = classifyPlatform(tag);
    if (verdict === 'refused')
      found.push(problem('PLATFORM_TAG', file, `has the platform tag '${tag}', which PyPI refuses`));
    if (verdict === 'doubtful')
      found.push(warning('PLATFORM_TAG', file, `has the platform tag '${tag}', which PyPI may refuse`));
  }
  return found;
}

function checkSet(distributions: readonly Distribution[]): DistributionProblem[] {
  const found: DistributionProblem[] = [];
  const sdists = distributions.filter(({ kind }) => kind === 'sdist');
  if (sdists.length > 1) {
    found.push(problem('TWO_SDISTS', '', 'there is more than one source distribution'));
  }
  const names = new Set<string>();
  const hashes = new Map<string, string>();
  for (const { filename, sha256 } of distributions) {
    if (names.has(filename)) found.push(problem('SAME_FILE_NAME', filename, 'is listed twice'));
    const twin = hashes.get(sha256);
    if (twin !== undefined && twin !== filename) {
      found.push(problem('SAME_CONTENT', filename, `has the same content as ${twin}`));
    }
    names.add(filename);
    hashes.set(sha256, filename);
  }
  return [...found, ...checkAgreement(distributions)];
}

/** Metadata that are not dynamic should agree in all files of a release: the index shows those of the first upload. */
function checkAgreement([first, ...others]: readonly Distribution[]): DistributionProblem[] {
  if (first === undefined) return [];
  const found: DistributionProblem[] = [];
  for (const other of others) {
    const dynamic = new Set(
      [first, other]
        .flatMap(({ metadata }) => metadata.fields.get('dynamic') ?? [])
        .map((name) => name.toLowerCase()),
    );
    for (const form of [
      'summary',
      'requires_python',
      'requires_dist',
      'license_expression',
      'provides_extra',
    ]) {
      if (dynamic.has(form.replaceAll('_', '-'))) continue;
      if (textOf(first, form) === textOf(other, form)) continue;
      found.push(warning('METADATA_DISAGREES', other.filename, `differs from ${first.filename} in ${form}`));
    }
  }
  return found;
}

const textOf = ({ metadata }: Distribution, form: string): string =>
  JSON.stringify([...(metadata.fields.get(form) ?? [])].sort());
