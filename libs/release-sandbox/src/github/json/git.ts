import { isoSeconds } from '../../service/clock.ts';
import type { GitRef } from '../git/bare-repository.ts';
import type { GitCommit, GitPerson, GitTag } from '../git/objects.ts';
import type { Repository } from '../model/repository.ts';
import type { GitHubState } from '../model/state.ts';
import { nodeId } from './node-id.ts';

const folders = { commit: 'commits', tag: 'tags', tree: 'trees', blob: 'blobs' } as const;

function objectUrl(state: GitHubState, repository: Repository, type: string, sha: string): string {
  const folder = folders[type as keyof typeof folders];
  return state.api(`/repos/${repository.fullName}/git/${folder}/${sha}`);
}

const person = (who: GitPerson) => ({ name: who.name, email: who.email, date: isoSeconds(who.atMs) });

/** The API for git data creates no signed objects. */
const unsigned = {
  verified: false,
  reason: 'unsigned',
  signature: null,
  payload: null,
  verified_at: null,
};

/** The `git-ref` of the REST API. */
export function refJson(state: GitHubState, repository: Repository, ref: GitRef) {
  return {
    ref: ref.name,
    node_id: nodeId('REF', repository.id, ref.name),
    url: state.api(`/repos/${repository.fullName}/git/${ref.name}`),
    object: { sha: ref.sha, type: ref.type, url: objectUrl(state, repository, ref.type, ref.sha) },
  };
}

/** The `git-tag` of the REST API: an annotated tag object. */
export function tagJson(state: GitHubState, repository: Repository, tag: GitTag) {
  return {
    node_id: nodeId('TA', repository.id, tag.sha),
    sha: tag.sha,
    url: objectUrl(state, repository, 'tag', tag.sha),
    tagger: person(tag.tagger ?? { name: '', email: '', atMs: 0 }),
    object: { sha: tag.object, type: tag.type, url: objectUrl(state, repository, tag.type, tag.object) },
    tag: tag.name,
    message: tag.message,
    verification: unsigned,
  };
}

/** The `git-commit` of the REST API. */
export function gitCommitJson(state: GitHubState, repository: Repository, commit: GitCommit) {
  const html = (sha: string) => state.web(`/${repository.fullName}/commit/${sha}`);
  return {
    sha: commit.sha,
    node_id: nodeId('C', repository.id, commit.sha),
    url: objectUrl(state, repository, 'commit', commit.sha),
    html_url: html(commit.sha),
    author: person(commit.author),
    committer: person(commit.committer),
    tree: { sha: commit.tree, url: objectUrl(state, repository, 'tree', commit.tree) },
    message: commit.message.replace(/\n$/, ''),
    parents: commit.parents.map((sha) => ({
      sha,
      url: objectUrl(state, repository, 'commit', sha),
      html_url: html(sha),
    })),
    verification: unsigned,
  };
}

/** The `commit` of the REST API. */
export function commitJson(state: GitHubState, repository: Repository, commit: GitCommit) {
  const git = gitCommitJson(state, repository, commit);
  const url = state.api(`/repos/${repository.fullName}/commits/${commit.sha}`);
  return {
    sha: git.sha,
    node_id: git.node_id,
    url,
    html_url: git.html_url,
    comments_url: `${url}/comments`,
    commit: {
      url: git.url,
      author: git.author,
      committer: git.committer,
      message: git.message,
      tree: git.tree,
      comment_count: 0,
      verification: unsigned,
    },
    author: null,
    committer: null,
    parents: commit.parents.map((sha) => ({
      sha,
      url: state.api(`/repos/${repository.fullName}/commits/${sha}`),
      html_url: state.web(`/${repository.fullName}/commit/${sha}`),
    })),
  };
}
