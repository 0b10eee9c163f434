import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { GeneratedCommit, GeneratedHistory, GeneratedTag } from './import-history.ts';

interface CorpusCommit {
  readonly sha: string;
  readonly parents: readonly string[];
  readonly committer_date: string;
  readonly author_name: string;
  readonly subject: string;
  readonly body: string;
}

interface CorpusTag {
  readonly name: string;
  readonly target_sha: string;
  readonly date: string;
  readonly reachable: string;
}

/** Reads a project folder of the corpus: a real history without file contents. */
export function corpusHistory(folder: string): GeneratedHistory {
  const lines = gunzipSync(readFileSync(join(folder, 'commits.ndjson.gz')))
    .toString('utf8')
    .split('\n');
  const read = lines
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as CorpusCommit)
    .toReversed();
  const marks = new Map(read.map(({ sha }, at) => [sha, at + 1]));
  const commits = read.map((commit, at): GeneratedCommit => ({
    mark: at + 1,
    parents: commit.parents.flatMap((parent) => marks.get(parent) ?? []),
    message: commit.body === '' ? commit.subject : `${commit.subject}\n\n${commit.body}`,
    author: commit.author_name.replace(/[<>\n]/g, ''),
    time: seconds(commit.committer_date),
  }));
  const tags = (JSON.parse(readFileSync(join(folder, 'tags.json'), 'utf8')) as CorpusTag[]).flatMap(
    ({ name, target_sha: sha, date, reachable }): GeneratedTag[] => {
      const mark = marks.get(sha);
      return reachable === 'yes' && mark !== undefined ? [{ name, mark, time: seconds(date) }] : [];
    },
  );
  return { commits, tags };
}

function seconds(date: string): number {
  const ms = Date.parse(date);
  return Number.isNaN(ms) ? 0 : Math.max(0, Math.floor(ms / 1000));
}
