import { join } from 'node:path';
import { GitRepository } from '@heroku-release/git-repo';
import type { FileStore } from '@heroku-release/release-kit';
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

/** What is asked of a checkout's version. */
export interface VersionQuestion {
  /** A folder in the checkout. */
  readonly repo: string;
  /** `minor`, `1.2.3`, …; without it only the version that is there is told. */
  readonly bump?: string | undefined;
  /** See `parseBumpRequest`. */
  readonly preid?: string | undefined;
  /** Write the new version into the files of the checkout. Default: only say what would be. */
  readonly write?: boolean | undefined;
}

/** The version of a checkout, as its files on disk have it. JSON, format 1. */
export interface CheckoutVersion {
  /** Of this document. */
  readonly format: 1;
  /** Canonical; absent before the first release of a project whose version comes from the tag. */
  readonly version?: string;
  /** What holds it: a file, from the root of the repository, or the tag, taken by a tool of the build. */
  readonly source:
    { readonly kind: 'file'; readonly path: string } | { readonly kind: 'tag'; readonly tool: string };
  /** The version that was asked for, canonical. */
  readonly next?: string;
  /** Files that change with it, sorted; all of them are written, or none. */
  readonly files?: readonly string[];
  /** Whether they were written. */
  readonly written?: boolean;
}

/**
 * The version of a checkout, the one that would come next, and on request that one written into every file that holds or repeats
 * it, with every other byte unchanged. A second call with the same exact version changes nothing.
 *
 * Errors: those of {@link readProjectVersion}; `VERSION_MISSING`; `USAGE`; `SETTINGS_INVALID`, `SETTINGS_UNKNOWN_KEY`;
 * `VERSION_NOT_NEWER`; `VERSION_FILE_DIFFERS` with every file and count, and nothing written; `FILE_NOT_WRITABLE`, after which the files
 * written before are as they were.
 */
export async function checkoutVersion(
  question: VersionQuestion,
  { env, commands, files }: VersionEnvironment,
): Promise<CheckoutVersion> {
  if (question.bump === undefined && question.write === true) {
    throw new HistoryError('USAGE', 'there is no new version to write', {
      hint: 'Example: heroku-release version minor --write',
    });
  }
  const bump = question.bump === undefined ? undefined : parseBumpRequest(question.bump, question.preid);
  const git = await GitRepository.open(question.repo, { commands, files });
  const tree = checkoutTree(git.root, files);
  const settings = await readSettings(tree, env);
  const project = await readProjectVersion(tree);
  const current = currentVersion(project, await tagsFor(project, git), settings['tag-template']);
  const told = toldOf(project, current);
  if (bump === undefined) return told;
  const next = requestedVersion(bump, current);
  refuseOlder(next, current);
  const repeated = settings['version-files'];
  const texts = await readTexts(
    tree,
    repeated.map((setting) => parseRepeatedVersion(setting).path),
  );
  const lastRelease = told.version;
  const edits = editVersion({ project, lastRelease, to: formatVersion(next), repeated, texts });
  if (edits.kind === 'refused') {
    throw new HistoryError(
      'VERSION_FILE_DIFFERS',
      `nothing was changed: the version must stand exactly once where it is repeated: ${edits.problems.join('; ')}`,
      { hint: 'Correct the file, or its pattern in the setting version-files.' },
    );
  }
  if (question.write === true) {
    refuseNoFile(project, repeated);
    const before = new Map(texts);
    if (project.kind === 'stated') before.set(project.path, project.text);
    await writeAll(git.root, files, edits.files, before);
  }
  return {
    ...told,
    next: formatVersion(next),
    files: [...edits.files.keys()].sort(),
    written: question.write === true,
  };
}

function toldOf(project: ProjectVersion, current: Version | undefined): CheckoutVersion {
  return {
    format: 1,
    ...(current === undefined ? {} : { version: formatVersion(current) }),
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
  throw new HistoryError('USAGE', `no file holds the version: ${project.origin.tool} takes it from the tag`, {
    hint: 'There is nothing to write. heroku-release draft starts the release that makes the tag.',
  });
}

/** All or none: what was written is put back when a later file cannot be. */
async function writeAll(
  root: string,
  files: FileStore,
  after: ReadonlyMap<string, string>,
  before: ReadonlyMap<string, string | undefined>,
): Promise<void> {
  const written: string[] = [];
  try {
    for (const [path, text] of after) {
      await files.write(join(root, path), text);
      written.push(path);
    }
  } catch (error) {
    for (const path of written) await files.write(join(root, path), before.get(path) ?? '');
    throw error;
  }
}
