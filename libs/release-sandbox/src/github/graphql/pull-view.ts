import { isoSeconds } from '../../service/clock.ts';
import { nodeId } from '../json/node-id.ts';
import type { PullRequest } from '../model/pull-request.ts';
import { connection } from './connection.ts';
import type { ConnectionArguments } from './connection.ts';
import { accountView } from './account-view.ts';
import { commitView } from './git-views.ts';
import { repositorySummary } from './repository-summary.ts';
import { requirePermission } from './viewer.ts';
import type { Viewer } from './viewer.ts';

const time = (ms: number | null) => (ms === null ? null : isoSeconds(ms));

/** A `PullRequest`. */
export function pullView(viewer: Viewer, pull: PullRequest) {
  const { state, repository } = viewer;
  const merged = pull.mergedAtMs !== null;
  const head = pull.headRepository === null ? undefined : state.repository(pull.headRepository);
  return {
    __typename: 'PullRequest',
    id: nodeId('PR', repository.id, pull.number),
    databaseId: pull.id,
    fullDatabaseId: String(pull.id),
    number: pull.number,
    title: pull.title,
    body: pull.body ?? '',
    url: state.web(`/${repository.fullName}/pull/${pull.number}`),
    state: merged ? 'MERGED' : pull.state.toUpperCase(),
    closed: pull.state === 'closed',
    isDraft: pull.draft,
    merged,
    mergedAt: time(pull.mergedAtMs),
    closedAt: time(pull.closedAtMs),
    createdAt: isoSeconds(pull.createdAtMs),
    updatedAt: isoSeconds(pull.updatedAtMs),
    mergedBy: pull.mergedBy === null ? null : accountView(state, pull.mergedBy),
    mergeCommit: () =>
      merged && pull.mergeCommitSha !== null ? commitView(viewer, pull.mergeCommitSha) : null,
    potentialMergeCommit: () =>
      !merged && pull.mergeCommitSha !== null ? commitView(viewer, pull.mergeCommitSha) : null,
    mergeable: pull.mergeCommitSha === null ? 'CONFLICTING' : 'MERGEABLE',
    author: accountView(state, pull.author),
    baseRefName: pull.baseRef,
    baseRefOid: pull.baseSha,
    headRefName: pull.headRef,
    headRefOid: pull.headSha,
    isCrossRepository: head !== repository,
    headRepository: head === undefined ? null : repositorySummary(state, head),
    headRepositoryOwner: head === undefined ? null : accountView(state, head.owner),
    baseRepository: repositorySummary(state, repository),
    maintainerCanModify: pull.maintainerCanModify,
    commits: (args: ConnectionArguments) => {
      requirePermission(viewer, 'contents', 'read');
      const shas = repository.git.commits('--reverse', pull.headSha, `^${pull.baseSha}`);
      const page = connection('commits', shas, args);
      return {
        ...page,
        nodes: page.nodes.map((sha) => ({
          __typename: 'PullRequestCommit',
          id: nodeId('PURC', repository.id, pull.number, sha),
          url: state.web(`/${repository.fullName}/pull/${pull.number}/commits/${sha}`),
          commit: () => commitView(viewer, sha),
        })),
      };
    },
  };
}
