import { nodeId } from '../json/node-id.ts';
import type { Repository } from '../model/repository.ts';
import type { GitHubState } from '../model/state.ts';
import { accountView } from './account-view.ts';

/** The fields of a `Repository` that anyone who can see it may read. */
export function repositorySummary(state: GitHubState, repository: Repository) {
  return {
    __typename: 'Repository',
    id: nodeId('R', repository.id),
    databaseId: repository.id,
    name: repository.name,
    nameWithOwner: repository.fullName,
    owner: accountView(state, repository.owner),
    url: state.web(`/${repository.fullName}`),
    isPrivate: repository.settings.private,
    isFork: repository.forkOf !== undefined,
    visibility: repository.settings.private ? 'PRIVATE' : 'PUBLIC',
  };
}
