import type { SandboxEvent } from '../model/event.ts';
import { accountJson } from '../json/account.ts';
import { repositoryJson } from '../json/repository.ts';
import type { Actor } from '../model/token.ts';
import type { Repository } from '../model/repository.ts';
import type { GitHubState } from '../model/state.ts';

export type Payload = Readonly<Record<string, unknown>>;

/** What all events of a repository have in common. */
export function common(
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
