import { isoSeconds } from '../../service/clock.ts';
import type { GitRef } from '../git/bare-repository.ts';
import type { GitPerson } from '../git/objects.ts';
import { nodeId } from '../json/node-id.ts';
import { pullsOfCommit } from '../domain/pulls-of-commit.ts';
import { connection } from './connection.ts';
import type { ConnectionArguments } from './connection.ts';
import { requirePermission } from './viewer.ts';
import type { Viewer } from './viewer.ts';

const actor = (who: GitPerson) => ({
  __typename: 'GitActor',
  name: who.name,
  email: who.email,
  date: isoSeconds(who.atMs),
  user: null,
});

/** The git object of a SHA or expression; `null` if there is none. */
export function objectView(viewer: Viewer, expression: string): object | null {
  const found = viewer.repository.git.object(expression);
  if (found === undefined) return null;
  switch (found.type) {
    case 'commit':
      return commitView(viewer, found.sha);
    case 'tag':
      return tagView(viewer, found.sha);
    case 'blob':
      return blobView(viewer, found.sha);
    case 'tree':
      return treeView(viewer, found.sha);
  }
}

/** A `Commit`. */
export function commitView(viewer: Viewer, sha: string) {
  const { state, repository } = viewer;
  const commit = repository.git.commit(sha);
  const [headline = '', ...rest] = commit.message.trimEnd().split('\n');
  return {
    __typename: 'Commit',
    id: nodeId('C', repository.id, sha),
    oid: sha,
    abbreviatedOid: sha.slice(0, 7),
    message: commit.message.trimEnd(),
    messageHeadline: headline,
    messageBody: rest.join('\n').trim(),
    authoredDate: isoSeconds(commit.author.atMs),
    committedDate: isoSeconds(commit.committer.atMs),
    author: actor(commit.author),
    committer: actor(commit.committer),
    url: state.web(`/${repository.fullName}/commit/${sha}`),
    tree: () => treeView(viewer, commit.tree),
    parents: (args: ConnectionArguments) => {
      const page = connection('parents', commit.parents, args);
      return { ...page, nodes: page.nodes.map((parent) => commitView(viewer, parent)) };
    },
    associatedPullRequests: (args: ConnectionArguments) => {
      requirePermission(viewer, 'pull-requests', 'read');
      const pulls = pullsOfCommit(state, repository, sha).map(viewer.viewPull);
      return connection('associatedPullRequests', pulls, args);
    },
    file: (args: { readonly path: string }) => entryView(viewer, sha, args.path),
  };
}

/** A `TreeEntry`; `null` if the commit does not have the path. */
function entryView(viewer: Viewer, commit: string, path: string) {
  const expression = `${commit}:${path}`;
  const found = viewer.repository.git.object(expression);
  if (found === undefined) return null;
  return {
    __typename: 'TreeEntry',
    name: path.split('/').at(-1),
    path,
    type: found.type,
    oid: found.sha,
    object: () => objectView(viewer, found.sha),
  };
}

function blobView(viewer: Viewer, sha: string) {
  const { repository } = viewer;
  const text = repository.git.text(sha) ?? '';
  const isBinary = text.includes('\0');
  return {
    __typename: 'Blob',
    id: nodeId('B', repository.id, sha),
    oid: sha,
    abbreviatedOid: sha.slice(0, 7),
    byteSize: Buffer.byteLength(text),
    isBinary,
    isTruncated: false,
    text: isBinary ? null : text,
  };
}

function treeView(viewer: Viewer, sha: string) {
  return {
    __typename: 'Tree',
    id: nodeId('T', viewer.repository.id, sha),
    oid: sha,
    abbreviatedOid: sha.slice(0, 7),
  };
}

function tagView(viewer: Viewer, sha: string) {
  const tag = viewer.repository.git.tag(sha);
  return {
    __typename: 'Tag',
    id: nodeId('TA', viewer.repository.id, sha),
    oid: sha,
    abbreviatedOid: sha.slice(0, 7),
    name: tag.name,
    message: tag.message,
    tagger: tag.tagger === undefined ? null : actor(tag.tagger),
    target: () => objectView(viewer, tag.object),
  };
}

/** A `Ref`. */
export function refView(viewer: Viewer, ref: GitRef) {
  const prefix = /^refs\/[^/]+\//.exec(ref.name)?.[0] ?? 'refs/';
  return {
    __typename: 'Ref',
    id: nodeId('REF', viewer.repository.id, ref.name),
    name: ref.name.slice(prefix.length),
    prefix,
    target: () => objectView(viewer, ref.sha),
  };
}
