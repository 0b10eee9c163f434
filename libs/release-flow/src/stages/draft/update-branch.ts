import { insertSection } from '@heroku-release/changelog';
import type { GitRepository } from '@heroku-release/git-repo';
import {
  commitTree,
  editVersion,
  readIntentFiles,
  readProjectVersion,
  readTexts,
} from '@heroku-release/release-history';
import { formatVersion } from '@heroku-release/versioning';
import { differOnlyInVersion, releaseFiles } from '../../merge/release-files.ts';
import type { ReleaseCommitFacts } from './release-commit.ts';

/** What an open release branch lacks. */
export type BranchUpdate =
  | { readonly kind: 'current' }
  /** The commits on top of the branch are written; `sha` is the newest. */
  | { readonly kind: 'updated'; readonly sha: string }
  /** The base branch and the release branch changed the same lines of these files. */
  | { readonly kind: 'conflicts'; readonly paths: readonly string[] }
  /** Files that repeat the version do not hold it exactly once. */
  | { readonly kind: 'unwritable'; readonly problems: readonly string[] };

/** How the commits are written. */
export interface UpdateStamp {
  /** Such as `2026-01-31`; for the heading of a section that somebody removed. */
  readonly day: string;
  /** Date of the commits, in ISO 8601. */
  readonly date: string;
  readonly sign: boolean;
}

/**
 * Writes the commits that bring a release branch up to date with its base: a merge of the base branch, then the new entries and whatever else
 * of the release is missing. Two commits, since a rebase on GitHub drops merges. Nothing is written when no entry and no file is missing:
 * then the base branch need not be merged either. Only adds objects.
 */
export async function updateBranch(
  git: GitRepository,
  facts: ReleaseCommitFacts,
  head: string,
  stamp: UpdateStamp,
): Promise<BranchUpdate> {
  const { settings, checkout, version: target, changelog } = facts;
  const { date, sign } = stamp;
  const merged = await mergeBase(git, facts, head, stamp);
  if (merged.kind === 'conflicts') return merged;
  const start = merged.sha;
  const edits = editVersion({
    project: await readProjectVersion(commitTree(git, start)),
    lastRelease: checkout.current === undefined ? undefined : formatVersion(checkout.current),
    to: target.version,
    repeated: settings['version-files'],
    texts: await readTexts(commitTree(git, start), [...checkout.repeated.keys()]),
  });
  if (edits.kind === 'refused') return { kind: 'unwritable', problems: edits.problems };
  const files = new Map<string, string | null>(edits.files);
  const path = settings.changelog;
  const text = edits.files.get(path) ?? (await git.readFile(start, path)) ?? '';
  const next = insertSection(text, { ...changelog, date: stamp.day });
  if (next !== text) files.set(path, next);
  for (const intent of (await readIntentFiles(git, start)).paths) files.set(intent, null);
  if (files.size === 0) return merged.resolved ? { kind: 'updated', sha: start } : { kind: 'current' };
  const sha = await git.commitFiles({ parent: start, files, message: 'Update the changelog', date, sign });
  return { kind: 'updated', sha };
}

type MergedBase =
  | { readonly kind: 'merged'; readonly sha: string; readonly resolved: boolean }
  | { readonly kind: 'conflicts'; readonly paths: readonly string[] };

/** The head itself where it contains the base branch, otherwise a merge of both. */
async function mergeBase(
  git: GitRepository,
  { settings, checkout, version: target }: ReleaseCommitFacts,
  head: string,
  { date, sign }: UpdateStamp,
): Promise<MergedBase> {
  const { sha: base, branch } = checkout;
  if (await git.isAncestor(base, head)) return { kind: 'merged', sha: head, resolved: false };
  const { tree, conflicts } = await git.mergeTrees(head, base);
  const files = new Map<string, string>();
  const open: string[] = [];
  for (const path of conflicts) {
    const text = releaseFiles(settings, checkout.project).versions.has(path)
      ? await withVersion(git, { path, head, base, target })
      : undefined;
    if (text === undefined) open.push(path);
    else files.set(path, text);
  }
  if (open.length > 0) return { kind: 'conflicts', paths: open };
  const message = `Merge branch '${branch}' into ${target.branch}`;
  const sha = await git.commitFiles({ parent: head, merged: base, tree, files, message, date, sign });
  return { kind: 'merged', sha, resolved: files.size > 0 };
}

/** The base branch's text with the new version, where the release branch has changed nothing else in the file. */
async function withVersion(
  git: GitRepository,
  at: {
    readonly path: string;
    readonly head: string;
    readonly base: string;
    readonly target: ReleaseCommitFacts['version'];
  },
): Promise<string | undefined> {
  const { path, head, base, target } = at;
  const fork = await git.mergeBase(head, base);
  if (fork === undefined) return undefined;
  const before = await readProjectVersion(commitTree(git, fork));
  const versions = [target.version, before.kind === 'stated' ? before.version : ''];
  const [old, own] = [await git.readFile(fork, path), await git.readFile(head, path)];
  if (!differOnlyInVersion(old, own, versions)) return undefined;
  return target.files.get(path) ?? (await git.readFile(base, path));
}
