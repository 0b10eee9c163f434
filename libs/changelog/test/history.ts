import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { Commit } from '../src/index.ts';

/** One commit of a synthetic history. */
export interface Story {
  readonly subject: string;
  readonly body?: string;
  /** Names of the parents; default: the previous story. */
  readonly parents?: readonly string[];
  readonly author?: string;
}

/** Derives a stable id from a name. */
export function shaOf(name: string): string {
  return createHash('sha1').update(name).digest('hex');
}

/** Makes commits from stories, oldest first; returns them newest first, as git does. */
export function history(stories: Readonly<Record<string, Story>>): Commit[] {
  let before: string | undefined;
  return Object.entries(stories)
    .map(([name, story]): Commit => {
      const parents = (story.parents ?? (before === undefined ? [] : [before])).map(shaOf);
      before = name;
      return {
        sha: shaOf(name),
        parents,
        subject: story.subject,
        body: story.body ?? '',
        authorDate: '2026-01-01T00:00:00+00:00',
        committerDate: '2026-01-01T00:00:00+00:00',
        authorName: story.author,
      };
    })
    .reverse();
}

/** Makes a linear history from subjects, oldest first. */
export function straight(...subjects: readonly string[]): Commit[] {
  return history(Object.fromEntries(subjects.map((subject, at) => [`straight ${at}`, { subject }])));
}

/** Reads a file of test/fixtures. */
export function fixture(name: string): string {
  return readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8');
}

/** The history of heroku-applink-python up to v1.1.4. */
export function applinkHistory(): Commit[] {
  return fixture('applink-history.ndjson')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Commit);
}

/** The folder of the corpus, on machines that have it. */
export const CORPUS = new URL('../../../../shared/corpus/', import.meta.url);
export const hasCorpus = existsSync(CORPUS);

/** A tag of the corpus. */
export interface CorpusTag {
  readonly name: string;
  readonly target_sha: string;
  readonly date: string;
  readonly reachable: 'yes' | 'beyond-cut' | 'off-branch' | 'not-a-commit';
}

interface CorpusCommit {
  readonly sha: string;
  readonly parents: string[];
  readonly subject: string;
  readonly body: string;
  readonly author_date: string;
  readonly committer_date: string;
  readonly author_name: string;
}

/** A project's commits, newest first. */
export function corpusCommits(project: string): Commit[] {
  const packed = readFileSync(new URL(`${project}/commits.ndjson.gz`, CORPUS));
  return gunzipSync(packed)
    .toString('utf8')
    .trim()
    .split('\n')
    .map((line) => {
      const row = JSON.parse(line) as CorpusCommit;
      const { sha, parents, subject, body } = row;
      return {
        sha,
        parents,
        subject,
        body,
        authorDate: row.author_date,
        committerDate: row.committer_date,
        authorName: row.author_name,
      };
    });
}

/** A project's tags. */
export function corpusTags(project: string): CorpusTag[] {
  return JSON.parse(readFileSync(new URL(`${project}/tags.json`, CORPUS), 'utf8')) as CorpusTag[];
}

/** A file of a project. */
export function corpusText(project: string, file: string): string {
  return readFileSync(new URL(`${project}/${file}`, CORPUS), 'utf8');
}

/** The commits reachable from `to` but not from `from`, like `git log from..to`. */
export function rangeOf(commits: readonly Commit[], from: string | undefined, to?: string): Commit[] {
  const bySha = new Map(commits.map((commit) => [commit.sha, commit]));
  const reach = (tip: string | undefined): Set<string> => {
    const seen = new Set<string>();
    const open = tip === undefined ? [] : [tip];
    for (let sha = open.pop(); sha !== undefined; sha = open.pop()) {
      if (seen.has(sha)) continue;
      seen.add(sha);
      open.push(...(bySha.get(sha)?.parents ?? []));
    }
    return seen;
  };
  const left = reach(from);
  const right = to === undefined ? undefined : reach(to);
  return commits.filter(({ sha }) => !left.has(sha) && (right === undefined || right.has(sha)));
}
