import type { SandboxEvent } from '../model/event.ts';
import { accountJson } from '../json/account.ts';
import { repositoryJson } from '../json/repository.ts';
import type { Actor } from '../model/token.ts';
import type { Repository } from '../model/repository.ts';
import type { GitHubState } from '../model/state.ts';

export type Payload = Readonly<Record<string, unknown>>;

/** The common part of all events of a repository. */
export function eventBase(
  state: GitHubState,
  repository: Repository,
  by: Actor,
): Pick<SandboxEvent, 'repository' | 'actor' | 'cause' | 'awaitsApproval'> & { readonly payload: Payload } {
  return {
    repository: repository.fullName,
    actor: by.account.login,
    cause: by.cause,
    awaitsApproval: false,
    payload: {
      repository: repositoryJson(state, repository),
      sender: accountJson(state, by.account),
    },
  };
}
