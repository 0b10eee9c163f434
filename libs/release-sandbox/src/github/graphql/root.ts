import { readNodeId } from '../json/node-id.ts';
import type { Token } from '../model/token.ts';
import { setDraft } from '../domain/pulls.ts';
import type { Repository } from '../model/repository.ts';
import type { GitHubState } from '../model/state.ts';
import { actorOf, canSee } from '../domain/tokens.ts';
import { FieldProblem } from './problem.ts';
import { pullView } from './pull-view.ts';
import { repositoryView } from './repository-view.ts';
import { requirePermission } from './viewer.ts';
import type { Viewer } from './viewer.ts';

interface DraftArguments {
  readonly input: { readonly pullRequestId: string; readonly clientMutationId?: string | null };
}

/** The fields of `Query` and `Mutation` that the sandbox supports. */
export function rootView(state: GitHubState, token: Token): Readonly<Record<string, unknown>> {
  return {
    repository: ({ owner, name }: { readonly owner: string; readonly name: string }) => {
      const repository = state.repository(`${owner}/${name}`);
      if (repository === undefined || !canSee(token, repository))
        throw new FieldProblem(
          'NOT_FOUND',
          `Could not resolve to a Repository with the name '${owner}/${name}'.`,
        );
      return repositoryView(viewerOf(state, token, repository));
    },
    markPullRequestReadyForReview: (args: DraftArguments) => changeDraft(state, token, args, false),
    convertPullRequestToDraft: (args: DraftArguments) => changeDraft(state, token, args, true),
  };
}

function viewerOf(state: GitHubState, token: Token, repository: Repository): Viewer {
  const viewer: Viewer = { state, token, repository, viewPull: (pull) => pullView(viewer, pull) };
  return viewer;
}

function changeDraft(state: GitHubState, token: Token, { input }: DraftArguments, draft: boolean) {
  const { repository, pull } = findPull(state, token, input.pullRequestId);
  const viewer = viewerOf(state, token, repository);
  requirePermission(viewer, 'pull-requests', 'write');
  setDraft(state, repository, actorOf(token), pull, draft);
  return { clientMutationId: input.clientMutationId ?? null, pullRequest: pullView(viewer, pull) };
}

function findPull(state: GitHubState, token: Token, id: string) {
  const node = readNodeId(id);
  const [repositoryId, number] = (node?.parts ?? []).map(Number);
  const repository: Repository | undefined = [...state.repositories.values()].find(
    (each) => each.id === repositoryId && canSee(token, each),
  );
  const pull = node?.prefix === 'PR' && number !== undefined ? repository?.pull(number) : undefined;
  if (repository === undefined || pull === undefined)
    throw new FieldProblem('NOT_FOUND', `Could not resolve to a node with the global id of '${id}'`);
  return { repository, pull };
}
