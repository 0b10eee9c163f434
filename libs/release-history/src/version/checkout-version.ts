import { GitRepository } from '@heroku-release/git-repo';
import type { ConfinedFiles } from '@heroku-release/release-kit';
import { compareVersions, formatVersion, parseRepeatedVersion } from '@heroku-release/versioning';
import type { Version } from '@heroku-release/versioning';
import type { VersionEnvironment } from '../checkout/history-environment.ts';
import { parseBumpRequest } from './bump-request.ts';
import { HistoryError } from '../errors.ts';
import { readSettings } from '../settings/read-settings.ts';
import { currentVersion, requestedVersion } from './current-version.ts';
import { editVersion } from './edit-version.ts';
import { readProjectVersion } from './project-version.ts';
import type { ProjectVersion } from './project-version.ts';
import { checkoutTree, readTexts } from '../checkout/read-tree.ts';

/** A request for the version of a checkout, or for the next one. */
export interface VersionRequest {
  /** A folder in the checkout. */
  readonly repo: string;
  /** `minor`, `1.2.3`, …. Without it only the present version is determined. */
  readonly bump?: string | undefined;
  /** See `parseBumpRequest`. */
  readonly preid?: string | undefined;
  /** Write the new version into the files of the checkout. Default: only report what would change. */
  readonly write?: boolean | undefined;
}

/** The version of a checkout, from its files on disk. JSON, format 1. */
export interface CheckoutVersion {
  /** Of this document. */
  readonly format: 1;
  /** Canonical. Absent before the first release of a project whose version comes from the tag. */
  readonly version?: string | undefined;
  /** Where it comes from: a file, relative to the root of the repository, or the tag, which a build tool reads. */
  readonly source:
    { readonly kind: 'file'; readonly path: string } | { readonly kind: 'tag'; readonly tool: string };
  /** The requested version, canonical. */
  readonly next?: string;
  /** Files that change with it, sorted. Either all of them are written, or none. */
  readonly files?: readonly string[];
  /** Whether the files were written. */
  readonly written?: boolean;
}

/**
 * Determines the version of a checkout and, with a bump, the next one. On request the next version is written into every file that
 * contains or repeats it; every other byte stays unchanged. A second call with the same exact version changes nothing.
 *
 * Errors: those of {@link readProjectVersion}; `VERSION_MISSING`; `USAGE`; `SETTINGS_INVALID`, `SETTINGS_UNKNOWN_KEY`;
 * `VERSION_NOT_NEWER`; `VERSION_FILE_DIFFERS` with every file and count, and nothing written; `FILE_NOT_WRITABLE`, after which the files
 * written before are as they were; `FILE_OUTSIDE_ROOT` for a file that a link puts outside of the checkout.
 */
export async function checkoutVersion(
  request: VersionRequest,
  { env, commands, files }: VersionEnvironment,
): Promise<CheckoutVersion> {
  if (request.bump === undefined && request.write === true) {
    throw new HistoryError('USAGE', 'there is no new version to write', {
      hint: 'Example: heroku-release version minor --write',
    });
  }
  const bump = request.bump === undefined ? undefined : parseBumpRequest(request.bump, request.preid);
  const git = await GitRepository.open(request.repo, { commands, files });
  const tree = checkoutTree(git.root, files);
  const settings = await readSettings(tree, env);
  const project = await readProjectVersion(tree);
  const current = currentVersion(project, await tagsFor(project, git), settings['tag-template']);
  const present = presentVersion(project, current);
  if (bump === undefined) return present;
  const next = requestedVersion(bump, current);
  refuseOlder(next, current);
  const repeated = settings['version-files'];
  const texts = await readTexts(
    tree,
    repeated.map((setting) => parseRepeatedVersion(setting).path),
  );
  const lastRelease = present.version;
  const edits = editVersion({ project, lastRelease, to: formatVersion(next), repeated, texts });
  if (edits.kind === 'refused') {
    throw new HistoryError(
      'VERSION_FILE_DIFFERS',
      `nothing was changed: a file that repeats the version must contain it exactly once: ${edits.problems.join('; ')}`,
      { hint: 'Correct the file, or its pattern in the setting version-files.' },
    );
  }
  if (request.write === true) {
    refuseNoFile(project, repeated);
    const before = new Map(texts);
    if (project.kind === 'stated') before.set(project.path, project.text);
    await writeAll(files.within(git.root), edits.files, before);
  }
  return {
    ...present,
    next: formatVersion(next),
    files: [...edits.files.keys()].sort(),
    written: request.write === true,
  };
}

function presentVersion(project: ProjectVersion, current: Version | undefined): CheckoutVersion {
  return {
    format: 1,
    version: current === undefined ? undefined : formatVersion(current),
    source:
      project.kind === 'stated'
        ? { kind: 'file', path: project.path }
        : { kind: 'tag', tool: project.origin.tool },
  };
}

async function tagsFor(project: ProjectVersion, git: GitRepository): Promise<string[]> {
  if (project.kind === 'stated') return [];
  const head = await git.resolve('HEAD');
  return head === undefined ? [] : (await git.tags({ mergedInto: head })).map(({ name }) => name);
}

function refuseOlder(next: Version, current: Version | undefined): void {
  if (current === undefined || compareVersions(next, current) >= 0) return;
  throw new HistoryError(
    'VERSION_NOT_NEWER',
    `${formatVersion(next)} is older than ${formatVersion(current)}, the version of this checkout`,
    { hint: 'Name a newer version.' },
  );
}

function refuseNoFile(project: ProjectVersion, repeated: readonly string[]): void {
  if (project.kind === 'stated' || repeated.length > 0) return;
  throw new HistoryError(
    'USAGE',
    `no file contains the version: ${project.origin.tool} takes it from the tag`,
    {
      hint: 'There is nothing to write. heroku-release draft starts the release that creates the tag.',
    },
  );
}

/** Writes all files or none: when one cannot be written, those written before are restored. */
async function writeAll(
  files: ConfinedFiles,
  after: ReadonlyMap<string, string>,
  before: ReadonlyMap<string, string | undefined>,
): Promise<void> {
  const written: string[] = [];
  try {
    for (const [path, text] of after) {
      await files.write(path, text);
      written.push(path);
    }
  } catch (error) {
    for (const path of written) await files.write(path, before.get(path) ?? '');
    throw error;
  }
}
